import { expect, test } from 'vitest';
import { brandFrom, type BrandKit, readDocument, starters } from '@engagex/domain/documents';
import { parseHtmlLiquid } from '@engagex/domain/templates';
import { compileTemplate } from './compile-template.ts';
import { contentOfDocument } from './document-content.ts';

const light = brandFrom('#2f5d50', '#e9a23b');
/** A brand whose mail is dark for everybody. */
const dark: BrandKit = {
  ...brandFrom('#7c5cff'),
  colors: { light: brandFrom('#7c5cff').colors.dark, dark: brandFrom('#7c5cff').colors.dark },
};

test('there are twelve starters, and each is a document as it is stored', () => {
  expect(new Set(starters.map(({ id }) => id)).size).toBe(12);
  for (const { document } of starters) expect(readDocument(JSON.parse(JSON.stringify(document())))).toEqual(document());
});

test.each(
  starters.flatMap(({ id, document }) =>
    (['ltr', 'rtl'] as const).flatMap((direction) =>
      Object.entries({ light, dark }).map(([name, brand]) => ({
        id,
        document: { ...document(), direction },
        name,
        brand,
      })),
    ),
  ),
)('$id compiles without anything to fix, $document.direction and $name', async ({ document, brand }) => {
  const { content, problems } = contentOfDocument(
    { subject: 'News', preheader: '', document },
    { brand, language: 'en', title: 'News' },
  );
  const compiled = await compileTemplate(content);
  expect(compiled.errors).toEqual([]);
  const expected = /is not a known variable|are not tracked/; // of events, which the checks of code do not know
  expect(compiled.problems.filter(({ message }) => !expected.test(message))).toEqual([]);
  expect(problems.filter(({ message }) => !message.startsWith('Choose a picture'))).toEqual([]);
  expect(compiled.html.length).toBeLessThan(60_000);
  const html = parseHtmlLiquid(compiled.untracked.html).render({ organization: { name: 'Wool' }, contact: {} });
  expect(html).not.toContain('{{');
});
