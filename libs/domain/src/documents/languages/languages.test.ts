import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seed } from '../../shared/testing/seed.ts';
import { blockTypes, type Block } from '../blocks/block.ts';
import { documentFor, isSaidByBrand } from '../brand/brand-in.ts';
import { brandFrom } from '../brand/brand-kit.ts';
import type { EmailDocument } from '../document.ts';
import { applyEdit, idsOf, placeOf } from '../editing/edit.ts';
import { languagesId, mergeDocuments } from '../editing/merge.ts';
import { duplicate } from '../editing/moves.ts';
import { resolveConflicts } from '../editing/resolve.ts';
import { isSame } from '../editing/same.ts';
import { readDocument } from '../read-document.ts';
import { mjmlOfDocument } from '../rendering/mjml-of-document.ts';
import { liquidTokensOf } from '../../templates/liquid-tokens.ts';
import { address, paragraph, plain, rich, richLineOf, value } from '../rich-text/compose.ts';
import { baseDocument, editOf, randomDraws } from '../testing/random-edits.ts';
import { documentOf, sampleBlock } from '../testing/samples.ts';
import { directionOfLanguage, languageChain, languageForReader } from './language-tag.ts';
import { partsOf } from './parts.ts';
import { blockIn, documentIn } from './translated.ts';
import {
  linesIn,
  translationProgress,
  withConfirmed,
  withLine,
  withoutUnusedTranslations,
  withTranslation,
} from './translating.ts';
import { translationsOf } from './translations-of.ts';

const say = (words: string) => rich(paragraph(words));
const textBlock = (words: string): Block => ({ ...sampleBlock('text', 'a'), content: say(words) }) as Block;
const translated = (
  block: Block,
  language: string,
  path: string,
  into: Parameters<typeof withTranslation>[2]['value'],
) => ({ ...block, translations: withTranslation(block, language, { path, value: into }) }) as Block;
const wordsOf = (block: Block) => JSON.stringify(block);

describe('the language of a reader', () => {
  test('is the exact one, then each shorter form of its tag, then that of the message', () => {
    const languages = { base: 'en', others: ['pt', 'pt-BR', 'zh-Hant', 'ar'] };
    expect(languageForReader('pt-BR', languages)).toBe('pt-BR');
    expect(languageForReader('pt-AO', languages)).toBe('pt');
    expect(languageForReader('pt-br', languages)).toBe('pt-BR');
    expect(languageForReader('zh-Hant-HK', languages)).toBe('zh-Hant');
    expect(languageForReader('en-GB', languages)).toBeNull();
    expect(languageForReader('fr', languages)).toBeNull();
    expect(languageForReader(null, languages)).toBeNull();
    expect(languageForReader('not a tag', languages)).toBeNull();
    expect(languageForReader('pt-BR', { base: 'pt-BR', others: ['pt'] })).toBeNull();
    expect(languageChain('de-x-swabian')).toEqual(['de-x-swabian', 'de']);
  });

  test('is written from right to left by its script, or else by its language', () => {
    expect(['ar', 'he', 'fa-IR', 'ur', 'ku-Arab', 'az-Arab'].map(directionOfLanguage)).toEqual(Array(6).fill('rtl'));
    expect(['en', 'de-AT', 'ur-Latn', 'zh-Hant', 'ru'].map(directionOfLanguage)).toEqual(Array(5).fill('ltr'));
  });
});

describe('a translation', () => {
  test('stands in for the text; what it lacks comes from the shorter tag, then from the message', () => {
    const block = sampleBlock('image', 'a');
    const picture = { from: 'web', url: 'https://img.example/pt.png', dark: null } as const;
    const both = translated(translated(block, 'pt', 'alt', plain('Prateleiras')), 'pt', 'picture', picture);
    const shown = blockIn(translated(both, 'pt-BR', 'alt', plain('Estantes')), 'pt-BR');
    expect(shown).toMatchObject({ alt: plain('Estantes'), picture, link: { to: 'address' } });
    expect(blockIn(both, 'fr')).toMatchObject({ alt: Reflect.get(block, 'alt') });
    expect(blockIn(both, 'pt')).toBe(blockIn(both, 'pt'));
  });

  test('is outdated once the text, a variable or a link in it is another, not once a word is bold; it can be confirmed', () => {
    const block = translated(textBlock('Hello'), 'de', 'content', say('Hallo'));
    const bold = {
      type: 'doc',
      content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hello', marks: [{ type: 'bold' }] }] }],
    };
    const stateOf = (changed: object) => translationsOf({ ...block, ...changed }, 'de')[0]?.isOutdated;
    expect(stateOf({ content: bold })).toBe(false);
    expect(stateOf({ content: say('Hello there') })).toBe(true);
    expect(stateOf({ content: rich(paragraph('Hello', value('contact.first_name'))) })).toBe(true);
    const changed = { ...block, content: say('Hello there') } as Block;
    expect(wordsOf(blockIn(changed, 'de'))).toContain('Hallo');
    const confirmed = { ...changed, translations: withConfirmed(changed, 'de', 'content') } as Block;
    expect(translationsOf(confirmed, 'de')[0]).toMatchObject({ isOutdated: false });
  });

  test('does not become outdated by being stored, where properties come back in another order', () => {
    const block = translated(sampleBlock('text', 'a'), 'de', 'content', say('Hallo'));
    const turned = (each: unknown): unknown =>
      Array.isArray(each)
        ? each.map(turned)
        : typeof each === 'object' && each !== null
          ? Object.fromEntries(
              Object.entries(each)
                .toReversed()
                .map(([name, inside]) => [name, turned(inside)]),
            )
          : each;
    expect(translationsOf(turned(block) as Block, 'de')[0]).toMatchObject({ isOutdated: false });
  });

  test('follows the rows of a table, and stays with a text that is changed while rows move', () => {
    const row = (words: string) => ({ cells: [richLineOf(words)] });
    const table = (...rows: readonly string[]): Block =>
      ({ ...sampleBlock('table', 'a'), header: null, rows: rows.map(row) }) as Block;
    let block = table('One', 'Two', 'Three');
    for (const [at, words] of ['Eins', 'Zwei', 'Drei'].entries())
      block = translated(block, 'de', `rows.${at}.cells.0`, richLineOf(words));
    const germanOf = (rows: readonly string[]) =>
      translationsOf({ ...block, rows: rows.map(row) } as Block, 'de').map(({ translation, isOutdated }) => [
        translation && JSON.stringify(translation.value).match(/"text":"(\w+)"/)?.[1],
        isOutdated,
      ]);
    expect(germanOf(['Zero', 'One', 'Two', 'Three'])).toEqual([
      [null, false],
      ['Eins', false],
      ['Zwei', false],
      ['Drei', false],
    ]);
    expect(germanOf(['Three', 'Two, too'])).toEqual([
      ['Drei', false],
      ['Zwei', true],
    ]);
    // Row 1 was changed, and another inserted above it.
    expect(germanOf(['One', 'Zero', 'Two!', 'Three']).flat()).toContain('Zwei');
  });

  test('is moved, duplicated and copied with its block, and goes once published without it', () => {
    const block = translated(textBlock('Hello'), 'de', 'content', say('Hallo'));
    const start = { ...documentOf([block]), languages: { base: 'en', others: { de: {} } } };
    const edit = duplicate(start, 'a', () => 'copy');
    const doubled = edit ? applyEdit(start, edit).document : start;
    expect(JSON.stringify(documentIn(doubled, 'de')).match(/Hallo/g)?.length).toBe(4); // shown, and kept
    expect(withoutUnusedTranslations(start)).toEqual(start);
    const dropped = withoutUnusedTranslations({ ...start, languages: { base: 'en', others: {} } });
    expect(JSON.stringify(dropped)).not.toContain('Hallo');
  });

  test('must fit its place', () => {
    const wrong = (block: Block, path: string, into: unknown) => () =>
      readDocument({
        ...documentOf(),
        sections: [
          {
            id: 's',
            columns: [
              {
                id: 'c',
                blocks: [{ ...block, translations: { de: { [path]: { of: '0'.repeat(16), value: into } } } }],
              },
            ],
          },
        ],
      });
    const button = sampleBlock('button', 'b');
    expect(wrong(button, 'label', plain('Los'))).not.toThrow();
    const raw = sampleBlock('raw', 'b');
    expect(wrong(raw, 'source', '<p>Hallo</p>')).not.toThrow();
    expect(wrong(raw, 'source', '<mj-text>Hallo</mj-text>')).toThrow();
    expect(wrong({ ...raw, language: 'mjml', source: '' } as Block, 'source', '</mj-column>')).toThrow();
    expect(wrong(raw, 'source', plain('Hallo'))).toThrow();
    expect(wrong(button, 'label', 'Los')).toThrow();
    expect(wrong(button, 'label', rich(paragraph('Los'), paragraph('!')))).toThrow();
    expect(wrong(button, 'link', plain('Los'))).toThrow();
    expect(wrong(button, 'style', plain('Los'))).toThrow();
    expect(wrong(sampleBlock('divider', 'b'), 'content', say('Los'))).toThrow();
    expect(wrong(button, 'link', { to: 'address', address: 'javascript:alert(1)', query: [] })).toThrow();
  });
});

test('code is translated as a whole, unless it asks for the language itself or has no words', () => {
  const raw = (source: string) => ({ ...sampleBlock('raw', 'a'), source }) as Block;
  const german = translated(raw('<p>Hello {{ contact.first_name }}</p>'), 'de', 'source', '<p>Hallo</p>');
  expect(blockIn(german, 'de-AT')).toMatchObject({ source: '<p>Hallo</p>' });
  expect(translationsOf({ ...german, source: '<p>Hello</p>' } as Block, 'de')[0]).toMatchObject({ isOutdated: true });
  const isMissing = (source: string) =>
    translationProgress(documentOf([raw(source)]), 'de', { subject: '', preheader: '' }).texts === 1;
  expect(isMissing('<p>Hello</p>')).toBe(true);
  expect(isMissing('<style>.a { color: red }</style><!-- note --><img alt="" src="a">{{ contact.email }}&nbsp;1')).toBe(
    false,
  );
  expect(isMissing('{% if contact.language == "de" %}Hallo{% else %}Hello{% endif %}')).toBe(false);
});

describe('the words of a brand', () => {
  const footer = sampleBlock('footer', 'f');

  const brand = {
    ...brandFrom(),
    logo: { ...brandFrom().logo, light: 'https://img.example/logo.png', alt: 'Shop' },
    social: [
      {
        network: 'website' as const,
        link: address('https://shop.example/'),
        languages: { de: { label: plain('Webseite'), link: address('https://shop.example/de') } },
      },
    ],
    words: { de: { unsubscribe: 'Abbestellen', preferences: '', address: 'Weg 1, {{ Köln', logoAlt: 'Laden' } },
  };
  const logo = { ...sampleBlock('image', 'l'), picture: { from: 'logo' } } as Block;
  const social = { ...sampleBlock('social', 's'), links: 'brand' } as Block;
  const languages = { base: 'en', others: { 'de-AT': {}, fr: {} } };
  const shown = (own: Block, language: string, named: EmailDocument['languages'] = languages) => {
    const document = { ...documentOf([own, social, logo]), ...(named && { languages: named }) };
    return mjmlOfDocument(named ? documentFor(document, language, brand) : document, { brand, language }).mjml;
  };

  test('stand in footers, profiles and the logo where the message itself says nothing in the language', () => {
    const german = shown(footer, 'de-AT');
    expect(german).toContain('>Abbestellen</a>');
    expect(german).toContain('{{ organization.name }}<br />Weg 1, {\u2060{ Köln');
    expect(german).not.toContain('organization.postal_address');
    expect(german).toMatch(/href="https:\/\/shop\.example\/de"[^>]*>Webseite</);
    expect(german).toContain('alt="Laden"');
    expect(shown(translated(footer, 'de', 'unsubscribe', plain('Weg damit')), 'de-AT')).toContain('>Weg damit</a>');
    expect(shown(footer, 'fr')).toBe(shown(footer, 'fr').replace('Abbestellen', ''));
    expect(shown(footer, 'fr')).toContain('organization.postal_address');
    expect(shown(footer, 'en')).toContain('alt="Shop"');
  });

  test('do not stand in a message that does not say its language', () => {
    expect(shown(footer, 'de', undefined)).toContain('organization.postal_address');
    expect(shown(footer, 'de', undefined)).toContain('>Website</a>');
    expect(shown(footer, 'de', { base: 'de', others: {} })).toContain('Weg 1');
  });

  test('count as translated', () => {
    const document = { ...documentOf([footer]), languages };
    const progress = (kit: Parameters<typeof translationProgress>[3]) =>
      translationProgress(document, 'de-AT', { subject: '', preheader: '' }, kit).translated;
    expect(progress(brand)).toBe(progress({}) + 1);
    expect(isSaidByBrand(footer, 'preferences', brand, 'de')).toBe(false);
  });
});

test('progress counts what has words, and what is outdated', () => {
  const block = translated(textBlock('Hello'), 'de', 'content', say('Hallo'));
  const price = { ...sampleBlock('heading', 'h'), content: richLineOf('€ ', value('item.price')) } as Block;
  const languages = withLine({ base: 'en', others: {} }, 'de', { name: 'subject', base: 'Sale', value: 'Ausverkauf' });
  const document = { ...documentOf([block, price, sampleBlock('footer', 'f')]), languages };
  const lines = { subject: 'Sale', preheader: '' };
  expect(translationProgress(document, 'de', lines)).toEqual({ texts: 5, translated: 2, outdated: 0 });
  expect(translationProgress(document, 'de', { ...lines, subject: 'Big sale' })).toMatchObject({ outdated: 1 });
  expect(linesIn(languages, 'de', lines)[0]).toMatchObject({ isOutdated: false });
  expect(translationProgress(document, 'fr', lines)).toEqual({ texts: 5, translated: 0, outdated: 0 });
});

test('every kind of block can be translated in all of its places, with its Liquid, and is mirrored in Arabic', () => {
  const blocks = blockTypes.filter((type) => type !== 'saved').map((type) => sampleBlock(type, type));
  const arabic = blocks.map((block) =>
    partsOf(block).reduce((current, part) => translated(current, 'ar', part.path, part.value), block),
  );
  const options = { brand: brandFrom(), language: 'ar' };
  const left = documentOf(blocks);
  const tokens = (mjml: string) =>
    liquidTokensOf(mjml)
      .map(({ begin, end }) => mjml.slice(begin, end))
      .toSorted();
  const { mjml } = mjmlOfDocument(documentIn(documentOf(arabic), 'ar'), options);
  expect(tokens(mjml)).toEqual(tokens(mjmlOfDocument(left, options).mjml));
  expect(mjml).toContain('<mjml lang="ar" dir="rtl">');
  expect(mjml).toContain('direction="rtl"');
  expect(mjml).toContain('align="right"');
  expect(mjmlOfDocument({ ...left, direction: 'rtl' }, options).mjml).toBe(mjml);
});

type Draws = readonly (readonly [number, number, number])[];

function edited(start: EmailDocument, draws: Draws, name: string): EmailDocument {
  return draws.reduce((current, draw, at) => {
    const edit = editOf(current, draw, `${name}${at}`);
    return edit ? applyEdit(current, edit).document : current;
  }, start);
}

/** Every translated text with its place. */
function textsIn(document: EmailDocument): Map<string, unknown> {
  const texts = new Map<string, unknown>();
  for (const id of idsOf(document.sections)) {
    const place = placeOf(document, id);
    if (place?.kind !== 'block') continue;
    for (const [language, own] of Object.entries(place.node.translations ?? {}))
      for (const [path, { value: words }] of Object.entries(own)) texts.set(`${id} ${language} ${path}`, words);
  }
  for (const [language, lines] of Object.entries(document.languages?.others ?? {}))
    for (const [name, line] of Object.entries(lines)) texts.set(`${languagesId} ${language} ${name}`, line.value);
  return texts;
}

test(`two editors lose no translation: it is there, taken away by one of them, or in a conflict (seed ${seed})`, () => {
  fc.assert(
    fc.property(randomDraws, randomDraws, randomDraws, (before, my, their) => {
      const base = edited(baseDocument(), before, 'b');
      const versions = { base, mine: edited(base, my, 'm'), theirs: edited(base, their, 't') };
      const { document, conflicts } = mergeDocuments(versions);
      readDocument(JSON.parse(JSON.stringify(document)));
      const [was, mine, theirs, merged] = [base, versions.mine, versions.theirs, document].map(textsIn);
      if (!was || !mine || !theirs || !merged) throw new Error('There are four versions.');
      const inConflict = JSON.stringify(conflicts);
      for (const [own, other] of [
        [mine, theirs],
        [theirs, mine],
      ] as const)
        for (const [key, words] of own) {
          const [id = ''] = key.split(' ');
          const isThere = isSame(merged.get(key), words);
          const isOthers = isSame(was.get(key), words) && !isSame(other.get(key), words);
          const isTold = conflicts.some((each) => each.id === id) || inConflict.includes(JSON.stringify(words));
          expect(isThere || isOthers || isTold, `${key} ${JSON.stringify(words)}`).toBe(true);
        }
      for (const [side, own] of [
        [versions.mine, mine],
        [versions.theirs, theirs],
      ] as const)
        for (const language of Object.keys(side.languages?.others ?? {}))
          if ([...own].some(([key, words]) => key.includes(` ${language} `) && !isSame(was.get(key), words)))
            expect(Object.keys(document.languages?.others ?? {}), 'a language that was worked on').toContain(language);
      for (const choice of ['mine', 'theirs'] as const) {
        const resolved = resolveConflicts(
          versions,
          () => choice,
          () => 'unused',
        );
        readDocument(JSON.parse(JSON.stringify(resolved)));
        // What is in no conflict is there whatever is chosen of the others.
        const result = textsIn(resolved);
        if (conflicts.some(({ mine: one, theirs: two }) => !isBlockOrLanguages(one) || !isBlockOrLanguages(two)))
          continue;
        const [chosen, other] = choice === 'mine' ? [mine, theirs] : [theirs, mine];
        const isOnBoth = (key: string) =>
          [versions.mine, versions.theirs].every((each) => placeOf(each, key.split(' ')[0] ?? ''));
        for (const [key, words] of chosen)
          if (!isSame(was.get(key), words)) expect(result.get(key), `${choice} ${key}`).toEqual(words);
        for (const [key, words] of other)
          if (!isSame(was.get(key), words) && isSame(was.get(key), chosen.get(key)) && isOnBoth(key))
            expect(result.get(key), `the other side of ${choice} ${key}`).toEqual(words);
      }
    }),
    { numRuns: 1_000, seed },
  );
});

describe('two editors', () => {
  const base = { ...documentOf([textBlock('Hello')]), languages: { base: 'en', others: { de: {} } } };
  const withBlock = (change: (block: Block) => Block): EmailDocument => {
    const place = placeOf(base, 'a');
    return { ...base, sections: place?.kind === 'block' ? documentOf([change(place.node)]).sections : [] };
  };
  const german = (words: string) => (block: Block) => translated(block, 'de', 'content', say(words));
  const french = (block: Block) => translated(block, 'fr', 'content', say('Bonjour'));

  test('may translate one block into two languages, or one of them translates while the other writes', () => {
    const { document, conflicts } = mergeDocuments({
      base,
      mine: withBlock(german('Hallo')),
      theirs: withBlock(french),
    });
    expect(conflicts).toEqual([]);
    expect([...textsIn(document).keys()]).toEqual(['a de content', 'a fr content']);
    const written = withBlock((block) => ({ ...block, content: say('Hi') }) as Block);
    const beside = mergeDocuments({ base, mine: written, theirs: withBlock(german('Hallo')) });
    expect(beside.conflicts).toEqual([]);
    expect(translationProgress(beside.document, 'de', { subject: '', preheader: '' }).outdated).toBe(1);
  });

  test('keep a language that one of them removes while the other translates into it', () => {
    const removed = { ...base, languages: { base: 'en', others: {} } };
    const translating = withBlock(german('Hallo'));
    for (const [mine, theirs] of [
      [removed, translating],
      [translating, removed],
    ] as const)
      expect(mergeDocuments({ base, mine, theirs }).document.languages?.others).toEqual({ de: {} });
    expect(mergeDocuments({ base, mine: removed, theirs: base }).document.languages?.others).toEqual({});
  });

  test('choose between two translations of one text, and each choice has what is in no conflict', () => {
    const versions = {
      base,
      mine: withBlock(german('Hallo')),
      theirs: withBlock((block) => french(german('Guten Tag')(block))),
    };
    const chosen = (choice: 'mine' | 'theirs') =>
      textsIn(
        resolveConflicts(
          versions,
          () => choice,
          () => 'unused',
        ),
      );
    expect(mergeDocuments(versions).conflicts).toHaveLength(1);
    expect(chosen('mine')).toEqual(
      new Map([
        ['a de content', say('Hallo')],
        ['a fr content', say('Bonjour')],
      ]),
    );
    expect(chosen('theirs').get('a de content')).toEqual(say('Guten Tag'));
  });
});

function isBlockOrLanguages(version: unknown): boolean {
  return typeof version === 'object' && version !== null && ('type' in version || 'others' in version);
}
