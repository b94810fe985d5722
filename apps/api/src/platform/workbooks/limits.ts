const megabyte = 1024 * 1024;

/** How much a workbook may ask for before it is refused; whoever reads one adds limits of its own to the rows. */
export const workbookLimits = {
  /** Files inside the .xlsx, and the bytes of its table of contents. */
  entries: 10_000,
  directoryBytes: 4 * megabyte,
  /** All of it unpacked, and how many times its size that may be; little files may be packed as tightly as they like. */
  unpackedBytes: 1024 * megabyte,
  ratio: 200,
  ratioCountsFrom: 16 * megabyte,
  sheets: 200,
  /** Elements inside one another; a sheet needs six. */
  depth: 64,
  /** Different texts, which are all held in memory while a sheet is read. */
  strings: 5_000_000,
  stringBytes: 128 * megabyte,
  /** What Excel itself has. */
  lastRow: 1_048_576,
  lastColumn: 16_384,
  /** JavaScript objects of the process that reads, and how long it may take. */
  heapMegabytes: 128,
  readMs: 300_000,
  /** Workbooks read at the same time by one process, and how many more may wait. */
  atOnce: 2,
  waiting: 20,
} as const;

/** What a reader takes of a sheet at most. */
export interface SheetLimits {
  /** Cells of a row that are kept; a row says how many it has. */
  readonly columns: number;
  /** Characters of a cell that are kept. */
  readonly characters: number;
  /** The text of all rows, in bytes. */
  readonly textBytes: number;
}
