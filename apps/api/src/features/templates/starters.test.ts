import { expect, test } from 'vitest';
import {
  brandFrom,
  type BrandKit,
  plainLine,
  plainTextOf,
  readDocument,
  richText,
  starters,
} from '@engagex/domain/documents';
import { parseHtmlLiquid, parseTextLiquid } from '@engagex/domain/templates';
import { compileTemplate } from './compile-template.ts';
import { contentOfDocument } from './testing/content-of-document.ts';

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
  const expected = /leads to a placeholder/; // which its author replaces
  expect(compiled.problems.filter(({ message }) => !expected.test(message))).toEqual([]);
  expect(problems.filter(({ message }) => !message.startsWith('Choose a picture'))).toEqual([]);
  expect(compiled.html.length).toBeLessThan(60_000);
  const html = parseHtmlLiquid(compiled.untracked.html).render({ organization: { name: 'Wool' }, contact: {} });
  expect(html).not.toContain('{{');
});

const item = {
  name: 'Jug',
  quantity: '2',
  price: '36',
  title: 'River',
  summary: 'Water',
  url: 'https://a.example/r',
  image: 'https://a.example/r.png',
};
const person = {
  organization: { name: 'ORGANIZATION', postal_address: 'POSTAL-ADDRESS' },
  contact: { first_name: 'Ada', email: 'ada@shop.example' },
  event: { items: [item], order_number: '10482', total: '96', shipping: '4' },
  unsubscribe_url: 'https://a.example/u',
  preferences_url: 'https://a.example/p',
};

/** Every word that the texts of a document say to this person, for whom each repeat has one item. */
function wordsOfDocument(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const text = 'type' in value && value.type === 'doc' ? richText.or(plainLine).parse(value) : null;
  if (text) return wordsOf(parseTextLiquid(plainTextOf(text)).render({ ...person, item }));
  return Object.values(value).flatMap(wordsOfDocument);
}

/** Without the addresses of links, after which the text may have a space, and without what the sender's name and address add. */
function wordsOf(text: string): string[] {
  const words = text.replaceAll(/<[^>]*>|https?:\S+/g, ' ').split(/[^\p{L}\p{N}€%’]+/u);
  return words.filter((word) => !['', 'ORGANIZATION', 'POSTAL', 'ADDRESS'].includes(word));
}

test.each(starters)('the plain text of $id has the words of its document, each as often', async ({ document }) => {
  const { content } = contentOfDocument(
    { subject: 'x', preheader: '', document: document() },
    { brand: light, language: 'en' },
  );
  const { untracked } = await compileTemplate(content);
  const text = parseTextLiquid(untracked.text)
    .render(person)
    .replaceAll(/<[^>]*>/g, '');
  expect(wordsOf(text).toSorted()).toEqual(wordsOfDocument(document()).toSorted());
  expect(text).toContain('ORGANIZATION');
  expect(text).toContain('POSTAL-ADDRESS');
});
