import { expect, test } from 'vitest';
import { type Block, brandFrom, mjmlOfDocument, plainTextOf } from '@engagex/domain/documents';
import { documentOfHtml } from './document-of-html.ts';

const blocksOf = (html: string): Block[] =>
  documentOfHtml(html).document.sections.flatMap(({ columns }) => columns.flatMap(({ blocks }) => blocks));

/** What each block says, and how: a heading by its level, a picture by its address. */
const told = (html: string) =>
  blocksOf(html).map((block) => {
    if (block.type === 'heading') return `h${block.level} ${plainTextOf(block.content)}`;
    if (block.type === 'image') return `${JSON.stringify(block.picture)} ${plainTextOf(block.alt)}`;
    return block.type === 'text' ? plainTextOf(block.content) : block.type;
  });

test('headings, paragraphs, lists, pictures and lines become blocks, and layout tables fall apart', () => {
  const html = `<!doctype html><html><head><title>No</title><style>p{color:red}</style></head><body>
    <table><tr><td><h1>Hi {{ contact.first_name | default: 'you' }},</h1><p>Thanks   for <b>joining</b>
      us.<br>See you.</p><ul><li>One</li><li>Two</li></ul></td><td>Beside</td></tr></table><hr>
    <img src="https://img.example/a.png" alt="A jug"><h4>Small</h4>Loose words</body></html>`;
  expect(told(html)).toEqual([
    'h1 Hi {{ contact.first_name | default: "you" }},',
    'Thanks for joining us.\nSee you.\n\n* One\n* Two\n\nBeside',
    'divider',
    '{"from":"web","url":"https://img.example/a.png","dark":null} A jug',
    'h3 Small',
    'Loose words',
  ]);
  expect(documentOfHtml(html).receipt).toEqual({ losses: [], tables: 1, hasStyles: true });
});

test('links keep where they lead, with marks in them and variables', () => {
  const html =
    '<p><a href="https://a.example/?x=1&amp;y=2">see <strong>this</strong></a> <a href="{{ item.url }}">that</a> ' +
    '<a href="mailto:{{support_email}}">write</a> <a href="{{ unsubscribe_url }}">stop</a></p>' +
    '<a href="https://b.example"><img src="{{ item.image }}" alt=""></a>';
  const [text, image] = blocksOf(html);
  const { mjml } = mjmlOfDocument(documentOfHtml(html).document, { brand: brandFrom(), language: 'en' });
  for (const href of [
    'https://a.example/?x=1&amp;y=2',
    '{{ item.url }}',
    'mailto:{{ support_email }}',
    '{{ unsubscribe_url }}',
    'https://b.example/',
  ])
    expect(mjml).toContain(`href="${href}"`);
  expect(text).toMatchObject({
    content: {
      content: [
        {
          content: [
            { text: 'see ' },
            { text: 'this', marks: [{ type: 'link' }, { type: 'bold' }] },
            {},
            {},
            {},
            {},
            {},
            {},
          ],
        },
      ],
    },
  });
  expect(image).toMatchObject({
    type: 'image',
    link: { address: 'https://b.example' },
    picture: { variable: 'item.image' },
  });
});

test('what could not be taken along is on the receipt with its line, and its words are there', () => {
  const html =
    '<div style="display:none">A preheader</div><p>{% if contact.vip %}Only you{% endif %} {{#each rows}}</p>' +
    '\n<p><a href="/relative">Home</a> <a href="javascript:alert(1)">Run</a> <img src="cid:logo" alt="Our logo"></p>';
  const { receipt, document } = documentOfHtml(html);
  expect(receipt.losses).toEqual([
    { kind: 'hidden', words: 'A preheader', line: 1 },
    { kind: 'liquid', words: '{% if contact.vip %}', line: 1 },
    { kind: 'liquid', words: '{% endif %}', line: 1 },
    { kind: 'liquid', words: '{{#each rows}}', line: 1 },
    { kind: 'address', words: '/relative', line: 2 },
    { kind: 'address', words: 'javascript:alert(1)', line: 2 },
    { kind: 'address', words: 'cid:logo', line: 2 },
  ]);
  expect(told(html).map((words) => words.replaceAll('\u2060', ''))).toEqual([
    '{% if contact.vip %}Only you{% endif %} {{#each rows}}\n\nHome Run Our logo',
  ]);
  expect(mjmlOfDocument(document, { brand: brandFrom(), language: 'en' }).mjml).not.toContain('javascript:');
});

test('deep, broken and empty HTML is read to its end, and more than a document can be is refused', () => {
  expect(told('')).toEqual([]);
  expect(told(`${'<div><b>'.repeat(500)}deep</p></table>`)).toEqual(['deep']);
  expect(told('<ul>'.repeat(50) + '<li>x</li>'.repeat(2))).toEqual(['* x\n* x']);
  expect(() => documentOfHtml('<h1>x</h1>'.repeat(301))).toThrow(expect.objectContaining({ code: 'document.invalid' }));
});

test('what no block can be is told: videos, drawings, form fields', () => {
  const html =
    '<p>Watch</p>\n<video src="a.mp4"></video><form><input><button>Go</button></form><div hidden><svg></svg></div>';
  expect(told(html)).toEqual(['Watch\n\nGo']);
  expect(documentOfHtml(html).receipt.losses).toEqual([
    { kind: 'element', words: '<video>', line: 2 },
    { kind: 'element', words: '<input>', line: 2 },
  ]);
});
