import type { Block } from '../blocks/block.ts';
import type { EmailDocument, Section } from '../document.ts';
import { directionOfLanguage, languageChain } from './language-tag.ts';
import { translationsOf } from './translations-of.ts';

const known = new WeakMap<Block, Map<string, Block>>();

/** A block as readers of a language see it: each part in it, or in a shorter form of its tag, or else as it is. The same object each time. */
export function blockIn(block: Block, language: string): Block {
  if (!block.translations) return block;
  let made = known.get(block);
  if (!made) known.set(block, (made = new Map()));
  const before = made.get(language);
  if (before) return before;
  const shown = languageChain(language).reduceRight<Block>(
    (current, tag) => withTranslations(current, block, tag),
    block,
  );
  made.set(language, shown);
  return shown;
}

/** A whole document in one of its languages, mirrored where that is written from right to left. */
export function documentIn(document: EmailDocument, language: string): EmailDocument {
  return {
    ...document,
    direction: directionOfLanguage(language),
    sections: document.sections.map((section) => sectionIn(section, language)),
  };
}

function sectionIn(section: Section, language: string): Section {
  const columns = section.columns.map((column) => ({
    ...column,
    blocks: column.blocks.map((block) => blockIn(block, language)),
  }));
  return { ...section, columns };
}

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
