import { richText } from '@engagex/domain/documents';
import { DomUtils, parseDocument } from 'htmlparser2';
import { expect, test } from 'vitest';
import { cleanPaste } from './clean-paste.ts';
import type { PastedNode } from './pasted-node.ts';

/** As a browser's parser gives it, for tests without one. */
type Parsed = ReturnType<typeof parseDocument>['children'][number];
function nodesOf(children: readonly Parsed[]): PastedNode[] {
  return children.flatMap((node): PastedNode[] => {
    if (DomUtils.isText(node)) return [{ name: '#text', text: node.data, attributes: {}, children: [] }];
    if (!DomUtils.isTag(node)) return [];
    return [{ name: node.name, text: '', attributes: node.attribs, children: nodesOf(node.children) }];
  });
}

/** Pasted HTML in a notation that is easy to read: marks as in Markdown, one line for each block. */
function cleaned(html: string): string {
  const content = cleanPaste(nodesOf(parseDocument(html, { decodeEntities: true }).children));
  if (content.length > 0) expect(richText.safeParse({ type: 'doc', content }).error).toBeUndefined();
  return content.map((block) => shown(block)).join('\n');
}

type Shown = ReturnType<typeof cleanPaste>[number];
function shown(block: Shown, indent = ''): string {
  if (block.type === 'paragraph') return indent + inline(block.content);
  if (block.type === 'heading') return `${'#'.repeat(block.attrs.level)} ${inline(block.content)}`;
  const start = block.type === 'orderedList' ? (block.attrs?.start ?? 1) : null;
  return block.content
    .map((item, at) => {
      const bullet = start === null ? '- ' : `${start + at}. `;
      const [first, ...rest] = item.content;
      const head = first?.type === 'paragraph' ? inline(first.content) : '';
      return [indent + bullet + head, ...rest.map((part) => shown(part, `${indent}  `))].join('\n');
    })
    .join('\n');
}

type Inlines = NonNullable<Extract<Shown, { type: 'paragraph' }>['content']>;
const signs = { bold: '**', italic: '_', underline: '__', strike: '~~' } as const;
function inline(nodes: Inlines = []): string {
  return nodes
    .map((node) => {
      if (node.type === 'hardBreak') return '⏎';
      let text = node.type === 'variable' ? `{${node.attrs.name}|${node.attrs.fallback}}` : node.text;
      for (const mark of node.marks ?? []) {
        if (mark.type === 'link')
          text = `[${text}](${mark.attrs.link.to === 'address' ? mark.attrs.link.address : ''})`;
        else if (mark.type !== 'color') text = signs[mark.type] + text + signs[mark.type];
      }
      return text;
    })
    .join('');
}

test('Google Docs: the bold element around everything is not bold, styles are', () => {
  const html = `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-7f3a">
    <h1 dir="ltr" style="line-height:1.38"><span style="font-size:20pt;font-weight:400">Spring menu</span></h1>
    <p dir="ltr"><span style="font-weight:400;white-space:pre-wrap">Our </span><span style="font-weight:700">new</span><span style="font-weight:400;font-style:italic"> dishes</span><span> are </span><a href="https://www.google.com/url?q=https://menu.example/spring%3Fa%3D1&amp;sa=D" style="text-decoration:none"><span style="color:#1155cc;text-decoration:underline">here</span></a><span>.</span></p>
    <br>
    <ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc" aria-level="1"><p dir="ltr" role="presentation"><span>Soup</span></p></li>
      <ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span style="text-decoration:line-through">Leek</span></p></li></ul>
      <li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>Bread</span></p></li></ul></b><br class="Apple-interchange-newline">`;
  expect(cleaned(html)).toBe(
    [
      '# Spring menu',
      'Our **new**_ dishes_ are [here](https://menu.example/spring?a=1).',
      '- Soup',
      '  - ~~Leek~~',
      '- Bread',
    ].join('\n'),
  );
});

test('Word: lists are made of paragraphs with levels, and nothing of Office is left', () => {
  const item = (level: number, marker: string, text: string) =>
    `<p class="MsoListParagraphCxSpMiddle" style="margin-left:${36 * level}pt;mso-add-space:auto;text-indent:-18pt;mso-list:l0 level${level} lfo1"><span style="font-family:Symbol;mso-list:Ignore">${marker}<span style='font:7pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><span lang="EN-GB">${text}<o:p></o:p></span></p>`;
  const html = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{mso-style-parent:"";margin:0cm}</style></head><body>
    <p class="MsoTitle"><span lang="EN-GB">Minutes<o:p></o:p></span></p>
    <h2><span lang="EN-GB">Who  was
      there</span></h2>
    <p class="MsoNormal"><b style="mso-bidi-font-weight:normal"><span lang="EN-GB">Ada</span></b><span lang="EN-GB"> and <u>Grace</u><o:p></o:p></span></p>
    <p class="MsoNormal"><o:p>&nbsp;</o:p></p>
    ${item(1, '·', 'First')}${item(2, 'o', 'Inner')}${item(1, '·', 'Second')}
    <p class="MsoNormal">Then:</p>
    ${item(1, '3.', 'Third')}${item(1, '4.', 'Fourth')}
    <p class="MsoNormal" style="mso-hide:all">hidden</p></body></html>`;
  const text = cleaned(html);
  expect(text).toBe(
    [
      '# Minutes',
      '## Who was there',
      '**Ada** and __Grace__',
      '- First',
      '  - Inner',
      '- Second',
      'Then:',
      '3. Third',
      '4. Fourth',
    ].join('\n'),
  );
  expect(text).not.toMatch(/mso|o:p/i);
});

test('Gmail: lines are elements of their own, breaks within them are kept, quotes are paragraphs', () => {
  const html = `<div dir="ltr">Hi <b>all</b>,<div><br></div><div>see <a href="https://a.example/" target="_blank">this</a> <i>soon</i><br>and reply<br></div><div class="gmail_quote"><blockquote>She wrote:</blockquote></div><ol><li>one</li><li>two<ul><li>inner</li></ul></li></ol><img src="cid:x"><div style="display:none">tracker</div></div>`;
  expect(cleaned(html)).toBe(
    [
      'Hi **all**,',
      'see [this](https://a.example/) _soon_⏎and reply',
      'She wrote:',
      '1. one',
      '2. two',
      '  - inner',
    ].join('\n'),
  );
});

test.each([
  ['<p>Hello {{ contact.first_name | default: "there" }}!</p>', 'Hello {contact.first_name|there}!'],
  ['<a href="javascript:alert(1)">x</a>', 'x'],
  ['<script>alert(1)</script><style>p{}</style>plain', 'plain'],
  ['<table><tr><td>a</td><td><b>b</b></td></tr></table>', 'a\n**b**'],
  ['<h4>four</h4><h2><b>two</b></h2>', '### four\n## two'],
  ['<p> </p><p>\u00a0</p>', ''],
  ['<strong>a<span style="font-weight:normal">b</span></strong>', '**a**b'],
  ['<ul><ul><ul><ul><ul><ul><li>deep</li></ul></ul></ul></ul></ul></ul>', '- deep'],
  ['<li>alone</li>', 'alone'],
])('%s becomes %j', (html, text) => {
  expect(cleaned(html)).toBe(text);
});
