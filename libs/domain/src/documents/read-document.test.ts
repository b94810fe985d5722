import { expect, test } from 'vitest';
import { blockTypes } from './blocks/block.ts';
import { documentLimits } from './limits.ts';
import { readDocument, type UpMigration } from './read-document.ts';
import { bullets, paragraph, rich } from './rich-text/compose.ts';
import { documentOf, sampleBlock } from './testing/samples.ts';

const stored = (document: unknown): unknown => JSON.parse(JSON.stringify(document));
const problemsOf = (document: unknown): unknown => {
  try {
    readDocument(document);
    return null;
  } catch (error) {
    return error;
  }
};
const withText = (content: unknown) => ({
  version: 1,
  sections: [{ id: 's', columns: [{ id: 'c', blocks: [{ id: 'b', type: 'text', content }] }] }],
});
const textWith = (...inline: unknown[]) => withText({ type: 'doc', content: [{ type: 'paragraph', content: inline }] });

test('a document with every kind of block is read back as it was stored', () => {
  const document = documentOf(blockTypes.map((type) => sampleBlock(type)));
  expect(readDocument(stored(document))).toEqual(document);
});

test('what is left out gets the choices of the brand', () => {
  const [section] = readDocument(stored(withText(rich(paragraph('Hi'))))).sections;
  expect(section).toMatchObject({ style: { background: 'brand', onPhones: 'first_on_top', padding: { sides: 32 } } });
  expect(section?.columns[0]?.blocks[0]).toMatchObject({ style: { color: 'brand', align: 'start', size: 'normal' } });
});

test('an older version is migrated step by step', () => {
  const old = { version: -1, rtl: true, sections: [] };
  const migrations = new Map<number, UpMigration>([
    [-1, ({ rtl, ...rest }) => ({ ...rest, version: 0, reads: rtl ? 'rtl' : 'ltr' })],
    [0, ({ reads, ...rest }) => ({ ...rest, version: 1, direction: reads })],
  ]);
  expect(readDocument(old, migrations)).toEqual({ version: 1, direction: 'rtl', sections: [] });
  expect(old).toEqual({ version: -1, rtl: true, sections: [] });
});

test('a document of a newer release is not read, and says so', () => {
  expect(problemsOf({ version: 2, sections: [] })).toMatchObject({ code: 'document.newer' });
});

test.each([
  [
    'a kind of block that does not exist',
    { version: 1, sections: [{ id: 's', columns: [{ id: 'c', blocks: [{ id: 'b', type: 'blink' }] }] }] },
  ],
  ['a property that does not exist', { version: 1, sections: [], theme: 'dark' }],
  ['no version', { sections: [] }],
  ['a node that does not exist', withText({ type: 'doc', content: [{ type: 'iframe' }] })],
  ['a mark that does not exist', textWith({ type: 'text', text: 'x', marks: [{ type: 'highlight' }] })],
  [
    'an attribute that does not exist',
    textWith({ type: 'text', text: 'x', marks: [{ type: 'bold', attrs: { onclick: 'x' } }] }),
  ],
  ['the same mark twice', textWith({ type: 'text', text: 'x', marks: [{ type: 'bold' }, { type: 'bold' }] })],
  [
    'a link that runs a script',
    textWith({
      type: 'text',
      text: 'x',
      marks: [{ type: 'link', attrs: { link: { to: 'address', address: 'java\nscript:alert(1)' } } }],
    }),
  ],
  [
    'a link with data',
    textWith({
      type: 'text',
      text: 'x',
      marks: [{ type: 'link', attrs: { link: { to: 'address', address: 'data:text/html,x' } } }],
    }),
  ],
  ['a variable that is more than one', textWith({ type: 'variable', attrs: { name: 'a }}{{ b' } })],
  ['a variable that Liquid reads as a value', textWith({ type: 'variable', attrs: { name: 'true' } })],
  [
    'a color that is more than one',
    textWith({ type: 'text', text: 'x', marks: [{ type: 'color', attrs: { color: '#000000;background:url(x)' } }] }),
  ],
  [
    'five columns',
    { version: 1, sections: [{ id: 's', columns: ['1', '2', '3', '4', '5'].map((id) => ({ id, blocks: [] })) }] },
  ],
  ['a section without columns', { version: 1, sections: [{ id: 's', columns: [] }] }],
  ['text that is too long', withText(rich(paragraph('x'.repeat(documentLimits.textCharacters + 1))))],
])('%s is refused with its place', (_what, document) => {
  expect(problemsOf(document)).toMatchObject({ code: 'document.invalid', errors: [{ message: expect.any(String) }] });
});

test('an id that is there twice is refused', () => {
  const document = documentOf([sampleBlock('text', 'one')], [sampleBlock('divider', 'two')]);
  expect(problemsOf(JSON.parse(JSON.stringify(document).replace('"two"', '"one"')))).toMatchObject({
    errors: [{ path: ['sections', '1', 'columns', '0', 'blocks', '0', 'id'] }],
  });
});

test('what is too large is refused before it is read', () => {
  const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
  expect(problemsOf(deep)).toMatchObject({ code: 'document.too-large', message: expect.stringContaining('40 levels') });
  expect(problemsOf({ version: 1, sections: ['x'.repeat(documentLimits.bytes)] })).toMatchObject({
    code: 'document.too-large',
  });
  const nested = Array.from({ length: 5 }).reduce<ReturnType<typeof bullets>>(
    (list) => ({ type: 'bulletList', content: [{ type: 'listItem', content: [paragraph('x'), list] }] }),
    bullets(['x']),
  );
  expect(problemsOf(withText(rich(nested)))).toMatchObject({
    errors: [{ message: expect.stringContaining('nested deeper') }],
  });
  const many = Array.from({ length: documentLimits.blocks + 1 }, (_, at) => sampleBlock('divider', `d${at}`));
  const halves = {
    version: 1,
    sections: [many.slice(0, 200), many.slice(200)].map((blocks, at) => ({
      id: `s${at}`,
      columns: [{ id: `c${at}`, blocks }],
    })),
  };
  expect(problemsOf(halves)).toMatchObject({ errors: [{ message: expect.stringContaining('more blocks') }] });
});

const rawOf = (language: string, source: string) => ({
  version: 1,
  sections: [{ id: 's', columns: [{ id: 'c', blocks: [{ id: 'b', type: 'raw', language, source }] }] }],
});

test.each([
  ['mjml', '</mj-column><mj-column>', 'cannot stand in a column'],
  ['mjml', '<mj-section></mj-section>', 'cannot stand in a column'],
  ['mjml', '<mj-text>x', 'is not closed'],
  ['mjml', '<mj-text>x</mj-text></mj-text>', 'is not open here'],
  ['mjml', '<mj-text title="/>">x', 'is not closed'],
  ['mjml', '<mj-include path="/etc/passwd" />', 'cannot stand in a column'],
  ['html', '</mj-raw><mj-text>x</mj-text>', 'cannot have MJML elements'],
  ['html', '</mjml>', 'cannot have MJML elements'],
])('a raw block of %s that would break what is around it is refused: %s', (language, source, words) => {
  expect(problemsOf(rawOf(language, source))).toMatchObject({ errors: [{ message: expect.stringContaining(words) }] });
});

test.each([
  [
    'mjml',
    '<mj-text font-size="20px">a > b</mj-text><mj-divider /><mj-social><mj-social-element name="x" /></mj-social>',
  ],
  ['html', '<table><tr><td>{% if contact.first_name %}x{% endif %}</td></tr></table>'],
])('a raw block of %s may hold what a column can: %s', (language, source) => {
  expect(problemsOf(rawOf(language, source))).toBeNull();
});
