import { describe, expect, test } from 'vitest';
import {
  type Block,
  block,
  blockTypes,
  brandFrom,
  type BrandKit,
  brandKit,
  type EmailDocument,
  emailDocument,
} from '@engagex/domain/documents';
import { liquidTokensOf } from '@engagex/domain/templates';
import { sampleBlock } from '../../../../../libs/domain/src/documents/testing/samples.ts';
import { compileTemplate } from './compile-template.ts';
import { contentOfDocument } from './testing/content-of-document.ts';
import { prepareMessage } from './prepare-message.ts';

const kept = [sampleBlock('image', 'kept-image'), sampleBlock('text', 'kept-text')];
const savedBlocks = () => kept;

const documentWith = (direction: 'ltr' | 'rtl', ...columns: readonly (readonly Block[])[]): EmailDocument =>
  emailDocument.parse({
    version: 1,
    direction,
    sections: [
      { id: 's', columns: columns.map((blocks, at) => ({ id: `c${at}`, blocks })) },
      { id: 'end', columns: [{ id: 'end-column', blocks: [sampleBlock('footer', 'the-footer')] }] },
    ],
  });

async function compiled(document: EmailDocument, brand: BrandKit = brandFrom()) {
  const options = { brand, language: document.direction === 'rtl' ? 'ar' : 'en', title: 'News', savedBlocks };
  const { content, problems } = contentOfDocument({ subject: 'News', preheader: '', document }, options);
  const made = await compileTemplate(content);
  const doubts = made.problems.filter(({ message }) => !/leads to a placeholder|is in images/.test(message)); // of samples
  return { content, problems, made, doubts };
}

const person = {
  contact: { first_name: 'Ada', last_name: 'Lovelace', attributes: {} },
  organization: { name: 'Wool & Co', postal_address: '1 Mill Lane' },
  event: {
    items: [
      { name: 'Hat', price: 5, url: 'https://shop.example/hat' },
      { name: 'Scarf', price: 7 },
    ],
    total: '12',
  },
  unsubscribe_url: 'https://a.example/u',
  preferences_url: 'https://a.example/p',
  tracking: 'https://a.example/t',
};
const wordsOf = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

describe.each(['ltr', 'rtl'] as const)('in a message written %s', (direction) => {
  test.each(blockTypes)('%s compiles without an error of MJML, and none of its Liquid is lost', async (type) => {
    const document = documentWith(direction, [sampleBlock(type)]);
    const { content, problems, made, doubts } = await compiled(document);
    expect([...problems, ...doubts]).toEqual([]);
    const count = (source: string) => liquidTokensOf(source).length;
    expect(count(made.untracked.html)).toBe(count(content.body));
    expect(made.html).toContain(`<html lang="${direction === 'rtl' ? 'ar' : 'en'}" dir="${direction}"`);
  });
});

test('a condition and a repeat around every kind of block and around a section are kept', async () => {
  const around = {
    condition: {
      match: 'any' as const,
      tests: [{ variable: 'contact.country', op: 'is' as const, value: '"{% x %}<b>' }],
    },
    repeat: { list: 'event.items', limit: 2 },
  };
  const blocks = blockTypes.map((type) => ({ ...sampleBlock(type), ...around }));
  const document = documentWith('ltr', blocks);
  const all = { ...document, sections: document.sections.map((section) => ({ ...section, ...around })) };
  const { content, made, doubts } = await compiled(emailDocument.parse(all));
  expect(doubts).toEqual([]);
  expect(liquidTokensOf(made.untracked.html)).toHaveLength(liquidTokensOf(content.body).length);
  expect(made.untracked.html.match(/\{% for item /g)).toHaveLength(blockTypes.length + 2 + 1); // the rows of the table repeat too
});

test('the plain text says the words of the message, in their order', async () => {
  const { made } = await compiled(
    documentWith('ltr', [
      sampleBlock('heading'),
      sampleBlock('text'),
      sampleBlock('table'),
      sampleBlock('card'),
      sampleBlock('coupon'),
      sampleBlock('menu'),
    ]),
  );
  const { text } = prepareMessage({ subject: 'x', ...made.untracked }).render(person);
  expect(wordsOf(text)).toBe(
    'A heading for Ada Hello Ada, welcome & shop <https://shop.example/?a=1&b=2> * One * Two Item Price Hat 5 Scarf 7 Total 12 ' +
      'Hat <https://shop.example/hat> Hat € 5 Buy <https://shop.example/hat> ' +
      'Scarf <https://shop.example/> Scarf € 7 Buy <https://shop.example/> ' +
      'WELCOME10 Until Sunday New in <https://shop.example/?a=1&b=2> Sale <https://shop.example/?a=1&b=2> ' +
      'You get this because you signed up. Wool & Co 1 Mill Lane Unsubscribe <https://a.example/u> · Preferences <https://a.example/p>',
  );
});

test('columns are mirrored from right to left, and stack on phones as they are told', async () => {
  const columns = (direction: 'ltr' | 'rtl', onPhones: string) => {
    const document = documentWith(direction, [sampleBlock('text', 'a')], [sampleBlock('coupon', 'b')]);
    const [first, ...rest] = document.sections;
    return emailDocument.parse({ ...document, sections: [{ ...first, style: { onPhones } }, ...rest] });
  };
  const order = async (document: EmailDocument) => {
    const { made } = await compiled(document);
    const html = made.untracked.html;
    return {
      firstOnPhones: html.indexOf('welcome') < html.indexOf('WELCOME10') ? 'a' : 'b',
      startsAt: /direction:(ltr|rtl);font-size:0px;padding/.exec(html)?.[1],
      side: /text-align:(left|right);color/.exec(html)?.[1],
      words: /mj-column-per-50[^>]*direction:(ltr|rtl)/.exec(html)?.[1],
    };
  };
  expect(await order(columns('ltr', 'first_on_top'))).toEqual({
    firstOnPhones: 'a',
    startsAt: 'ltr',
    words: 'ltr',
    side: 'left',
  });
  expect(await order(columns('ltr', 'last_on_top'))).toEqual({
    firstOnPhones: 'b',
    startsAt: 'rtl',
    words: 'ltr',
    side: 'left',
  });
  expect(await order(columns('rtl', 'first_on_top'))).toEqual({
    firstOnPhones: 'a',
    startsAt: 'rtl',
    words: 'rtl',
    side: 'right',
  });
  expect(await order(columns('rtl', 'last_on_top'))).toEqual({
    firstOnPhones: 'b',
    startsAt: 'ltr',
    words: 'rtl',
    side: 'right',
  });
});

test('a picture that is only a placeholder, and a saved block that is gone, keep a document from being sent', () => {
  const picture = { from: 'placeholder' };
  const document = documentWith('ltr', [block.parse({ ...sampleBlock('image'), picture }), sampleBlock('saved')]);
  const { problems } = contentOfDocument(
    { subject: 'x', preheader: '', document },
    { brand: brandFrom(), language: 'en' },
  );
  expect(problems).toMatchObject([
    { severity: 'error', path: ['document', 'image'] },
    { severity: 'error', path: ['document', 'saved'] },
  ]);
});

test('a logo for dark mode is shown instead of the other, and said once', async () => {
  const logo = { light: 'https://img.example/light.png', dark: 'https://img.example/dark.png', alt: 'Wool & Co' };
  const brand = brandKit.parse({ ...brandFrom(), logo });
  const document = documentWith('ltr', [block.parse({ ...sampleBlock('image'), picture: { from: 'logo' } })]);
  const { made, doubts } = await compiled(document, brand);
  expect(doubts).toEqual([]);
  expect(made.untracked.text.match(/Wool & Co/g)).toHaveLength(1);
  expect(made.untracked.html).toContain('dark.png');
});

test('words of code that say no font of their own are seen: mail is laid out in cells with a font size of 0', async () => {
  const { made } = await compiled(documentWith('ltr', [sampleBlock('raw', 'code')]));
  expect(made.html).toMatch(
    /<td[^>]*style="font-family:[^"]*;font-size:16px;line-height:[^"]*;color:#[0-9a-f]{6}"[^>]*><p>Raw /,
  );
});
