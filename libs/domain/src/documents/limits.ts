/** How large a document may be. What goes beyond is refused with words; `docs/limits.md` lists all of them. */
export const documentLimits = {
  /** Bytes of the whole document as JSON in UTF-8. */
  bytes: 1_000_000,
  /** Lists and objects inside one another. */
  depth: 40,
  sections: 100,
  columns: 4,
  /** Blocks of one document; those of a saved block count where it is rendered. */
  blocks: 300,
  /** Characters of one stretch of text. */
  textCharacters: 10_000,
  /** Paragraphs, headings and lists of one text, and words and variables of one line. */
  nodes: 500,
  /** Lists inside lists. */
  listDepth: 4,
  tableRows: 100,
  tableColumns: 8,
  /** Social links, or items of a menu. */
  links: 12,
  /** Conditions of one block or section. */
  conditions: 10,
  /** Times that something is repeated for one person. */
  repeats: 50,
  /** Languages beside the one that a message is written in. */
  languages: 20,
  /** Characters of a raw block. */
  rawCharacters: 50_000,
} as const;
