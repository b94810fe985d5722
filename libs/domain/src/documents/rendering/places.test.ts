import { expect, test } from 'vitest';
import { block, brandFrom, emailDocument, idsOf, mjmlOfDocument, nodeAtLine, starters } from '../index.ts';

const brand = brandFrom();
const linesOf = (mjml: string) => mjml.split('\n').map((text, index) => ({ text, line: index + 1 }));

test('every line of the MJML is of the block that made it, and marks leave nothing behind', () => {
  for (const starter of starters) {
    const document = starter.document();
    const { mjml, places } = mjmlOfDocument(document, { brand, language: 'en' });
    expect(mjml).not.toMatch(/[\uFDD0-\uFDEF]/);
    const ids = new Set(idsOf(document.sections));
    expect(places.every(({ id }) => ids.has(id))).toBe(true);
    const blocks = document.sections.flatMap(({ columns }) => columns.flatMap((column) => column.blocks));
    for (const each of blocks.filter(({ type }) => type === 'heading')) {
      const words = JSON.stringify(each).match(/"text":"([\w ]{8,})"/)?.[1];
      const found = words
        ? linesOf(mjml).find(({ text }) => text.includes('<mj-text') && text.includes(words))
        : undefined;
      if (found && words) expect(nodeAtLine(places, found.line), words).toBe(each.id);
    }
  }
});

test('what a saved block has in it is of the block that holds it, and the head is of none', () => {
  const inside = block.parse({ id: 'inside', type: 'raw', language: 'html', source: '<p>Open\nfrom 9</p>' });
  const document = emailDocument.parse({
    version: 1,
    sections: [
      { id: 's', columns: [{ id: 'c', blocks: [{ id: 'b', type: 'saved', savedBlockId: crypto.randomUUID() }] }] },
    ],
  });
  const { mjml, places } = mjmlOfDocument(document, { brand, language: 'en', savedBlocks: () => [inside] });
  const line = linesOf(mjml).find(({ text }) => text.includes('from 9'))?.line ?? 0;
  expect(nodeAtLine(places, line)).toBe('b');
  expect(nodeAtLine(places, 2)).toBeNull();
});

test('an author’s color that cannot be read in dark mode is told at its block; the brand’s own colors give way', () => {
  const heading = (id: string, color: string) => ({
    id,
    type: 'heading',
    level: 1,
    style: { color },
    content: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Spring is here' }] }] },
  });
  const documentOf = (background: string, ...blocks: object[]) =>
    emailDocument.parse({ version: 1, sections: [{ id: 's', style: { background }, columns: [{ id: 'c', blocks }] }] });
  const problemsOf = (document: ReturnType<typeof documentOf>) =>
    mjmlOfDocument(document, { brand, language: 'en' }).problems;
  const dark = '#1b1b1b';
  expect(
    problemsOf(documentOf('brand', heading('faint', dark), heading('fine', 'brand'), heading('role', 'text'))),
  ).toMatchObject([{ id: 'faint', code: 'contrast_dark', severity: 'warning' }]);
  expect(problemsOf(documentOf('#ffffff', heading('fixed', dark))), 'white stays white in dark mode').toEqual([]);
});
