import { type Block, type EmailDocument, section, unnamedLanguage } from '@engagex/domain/documents';

/** A document of one column with these blocks, to be edited and rendered like a message. */
export function documentOfBlocks(blocks: readonly Block[]): EmailDocument {
  const column = { id: 'saved-column', blocks: [...blocks] };
  const sections = [section.parse({ id: 'saved-section', columns: [column] })];
  const others = Object.fromEntries(
    blocks.flatMap((each) => Object.keys(each.translations ?? {}).map((tag) => [tag, {}])),
  );
  return { version: 1, direction: 'brand', languages: { base: unnamedLanguage, others }, sections };
}

/** Below one another, whatever sections they are in. */
export function blocksOfDocument({ sections }: EmailDocument): Block[] {
  return sections.flatMap(({ columns }) => columns.flatMap(({ blocks }) => blocks));
}
