import type { Block, BlockOf } from '../blocks/block.ts';
import type { Column, EmailDocument, Section } from '../document.ts';
import { languageChain } from '../languages/language-tag.ts';
import { blockIn, documentIn } from '../languages/translated.ts';
import { plain } from '../rich-text/compose.ts';
import type { BrandKit, BrandWords } from './brand-kit.ts';

/** The words of a brand in a language: each in it, or in a shorter form of its tag, or else empty. */
export function brandWordsIn({ words = {} }: Pick<BrandKit, 'words'>, language: string): BrandWords {
  const chain = languageChain(language).flatMap((tag) => words[tag] ?? []);
  const word = (name: keyof BrandWords) => chain.find((each) => each[name].trim() !== '')?.[name] ?? '';
  return {
    unsubscribe: word('unsubscribe'),
    preferences: word('preferences'),
    address: word('address'),
    logoAlt: word('logoAlt'),
  };
}

/** The brand as readers of a language see it. */
export function brandIn(brand: BrandKit, language: string): BrandKit {
  const chain = languageChain(language);
  const { logoAlt } = brandWordsIn(brand, language);
  const social = brand.social.map((profile) => {
    const own = chain.flatMap((tag) => profile.languages?.[tag] ?? []);
    const label = own.find((each) => each.label)?.label;
    const link = own.find((each) => each.link)?.link;
    return { ...profile, ...(label && { label }), ...(link && { link }) };
  });
  return { ...brand, social, logo: { ...brand.logo, ...(logoAlt && { alt: logoAlt }) } };
}

const footerWords = ['unsubscribe', 'preferences'] as const;
type FooterWord = (typeof footerWords)[number];

/** Whether the brand says this part of a block to readers of a language, since the block itself does not. */
export function isSaidByBrand(block: Block, path: string, brand: Pick<BrandKit, 'words'>, language: string): boolean {
  const word = footerWords.find((each) => each === path);
  return block.type === 'footer' && word !== undefined && wordOfBrand(block, word, brand, language) !== null;
}

/** A block as readers of a language see it. What a footer does not say in it, the brand does. */
export function blockFor(block: Block, language: string, brand: Pick<BrandKit, 'words'>): Block {
  const shown = blockIn(block, language);
  if (block.type !== 'footer' || shown.type !== 'footer') return shown;
  return footerWords.reduce<BlockOf<'footer'>>((footer, word) => {
    const said = wordOfBrand(block, word, brand, language);
    return said === null ? footer : { ...footer, [word]: plain(said) };
  }, shown);
}

/** A document in one of its languages, with the words of the brand in its footers. Sections stay the same objects. */
export function documentFor(document: EmailDocument, language: string, brand: Pick<BrandKit, 'words'>): EmailDocument {
  const shown = documentIn(document, language);
  if (!languageChain(language).some((tag) => brand.words?.[tag])) return shown;
  const sections = shown.sections.map((section, at) => {
    const original = document.sections[at];
    return original ? sectionFor(original, section, { language, brand }) : section;
  });
  return { ...shown, sections };
}

const made = new WeakMap<Section, { readonly brand: object; readonly section: Section }>();

/** @param shown the section in the language, which is another object for each language. */
function sectionFor(original: Section, shown: Section, { language, brand }: For): Section {
  const before = made.get(shown);
  if (before?.brand === brand) return before.section;
  const blocksOf = (column: Column) => column.blocks.map((block) => blockFor(block, language, brand));
  const hasFooter = original.columns.some(({ blocks }) => blocks.some(({ type }) => type === 'footer'));
  const section = hasFooter
    ? { ...shown, columns: original.columns.map((column) => ({ ...column, blocks: blocksOf(column) })) }
    : shown;
  made.set(shown, { brand, section });
  return section;
}

interface For {
  readonly language: string;
  readonly brand: Pick<BrandKit, 'words'>;
}

function wordOfBrand(
  footer: BlockOf<'footer'>,
  word: FooterWord,
  brand: Pick<BrandKit, 'words'>,
  language: string,
): string | null {
  const isTranslated = languageChain(language).some((tag) => footer.translations?.[tag]?.[word] !== undefined);
  if (footer[word] === null || isTranslated) return null;
  return brandWordsIn(brand, language)[word] || null;
}
