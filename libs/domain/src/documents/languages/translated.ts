import type { Block } from '../blocks/block.ts';
import type { BrandKit } from '../brand/brand-kit.ts';
import type { Column, EmailDocument, Section } from '../document.ts';
import { directionOfLanguage, languageChain, unnamedLanguage } from './language-tag.ts';
import { translationsOf } from './translations-of.ts';

/** Made once, so that what is the same stays the same object. */
function kept<Node extends object>(
  make: (node: Node, language: string) => Node,
): (node: Node, language: string) => Node {
  const known = new WeakMap<Node, Map<string, Node>>();
  return (node, language) => {
    const made = known.get(node) ?? new Map<string, Node>();
    const before = made.get(language);
    if (before) return before;
    const shown = make(node, language);
    known.set(node, made.set(language, shown));
    return shown;
  };
}

const translated = kept<Block>((block, language) =>
  languageChain(language).reduceRight<Block>((current, tag) => withTranslations(current, block, tag), block),
);

/** A block as readers of a language see it: each part in it, or in a shorter form of its tag, or else as it is. The same object each time. */
export function blockIn(block: Block, language: string): Block {
  return block.translations ? translated(block, language) : block;
}

/** A whole document in one of its languages, mirrored where that is written from right to left. */
export function documentIn(document: EmailDocument, language: string): EmailDocument {
  return {
    ...document,
    direction: directionOfLanguage(language),
    sections: document.sections.map((section) => sectionIn(section, language)),
  };
}

/** The direction in which a message is written: as its author says, or as its language is, or else as the brand says. */
export function directionOfDocument({ direction, languages }: EmailDocument, brand: Pick<BrandKit, 'direction'>) {
  if (direction !== 'brand') return direction;
  const isNamed = languages !== undefined && languages.base !== unnamedLanguage;
  return isNamed ? directionOfLanguage(languages.base) : brand.direction;
}

const sectionIn = kept<Section>((section, language) => ({
  ...section,
  columns: section.columns.map((column) => columnIn(column, language)),
}));

const columnIn = kept<Column>((column, language) => ({
  ...column,
  blocks: column.blocks.map((block) => blockIn(block, language)),
}));

function withTranslations(current: Block, original: Block, language: string): Block {
  return translationsOf(original, language).reduce<Block>(
    (block, { path, translation }) =>
      translation ? (withValue(block, path.split('.'), translation.value) as Block) : block, // the schema of the block had it checked
    current,
  );
}

/** The same with another value in one place. */
function withValue(whole: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((each: unknown, at) => (String(at) === name ? withValue(each, rest, value) : each));
  if (typeof whole !== 'object' || whole === null) return whole;
  return { ...whole, [name]: withValue(Reflect.get(whole, name), rest, value) };
}
