import { type Block, type EmailDocument, section } from '@engagex/domain/documents';

/** A document of one column with these blocks, to be edited and rendered like a message. */
export function documentOfBlocks(blocks: readonly Block[]): EmailDocument {
  const column = { id: 'saved-column', blocks: [...blocks] };
  return { version: 1, direction: 'brand', sections: [section.parse({ id: 'saved-section', columns: [column] })] };
}

/** Below one another, whatever sections they are in. */
export function blocksOfDocument({ sections }: EmailDocument): Block[] {
  return sections.flatMap(({ columns }) => columns.flatMap(({ blocks }) => blocks));
}
