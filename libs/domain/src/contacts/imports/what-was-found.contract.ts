/** What reading and rehearsing found out about a file. */
import { z } from 'zod';
import { count, timestamp } from '../../shared/index.ts';
import { attributeTypes } from '../attributes.ts';
import { importEncodings } from '../import.ts';

export const cellKinds = ['left_out', 'corrected', 'unusual'] as const;

/** What happened to a cell, as people read it. */
export const cellKindWords: Readonly<Record<(typeof cellKinds)[number], string>> = {
  left_out: 'left out',
  corrected: 'corrected',
  unusual: 'unusual',
};

/** How many cells of a column were left out or changed, and some of them. */
const cellsOfColumn = z.object({
  column: count,
  name: z.string(),
  kind: z.enum(cellKinds),
  count,
  examples: z.array(z.object({ line: count, value: z.string(), reason: z.string() })),
});

/** What happened to people and cells, besides the sum of rows. */
export const importFindings = z.object({
  /** People who arrive unsubscribed because the file says so; `unconfirmed` ones too, who never confirmed. */
  unsubscribed: count,
  unconfirmed: count,
  /** People whose address is suppressed because the file says that it bounced or complained. */
  bounced: count,
  complained: count,
  cells: z.array(cellsOfColumn),
});
export type ImportFindings = z.output<typeof importFindings>;
const noFindings: ImportFindings = { unsubscribed: 0, unconfirmed: 0, bounced: 0, complained: 0, cells: [] };

/** What a column holds, found out by reading the whole file. */
export const columnFacts = z.object({
  type: z.enum(attributeTypes),
  values: z.array(z.object({ value: z.string(), count })).nullable(),
  numbers: z.object({ comma: count, point: count, either: z.array(z.string()) }),
  dates: z.object({ dayFirst: count, monthFirst: count, either: z.array(z.string()) }),
});

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);

/** What an import would do, counted by doing it and taking it back. */
export const importRehearsal = z.object({
  created: count,
  updated: count,
  unchanged: count,
  /** Rows of a person who is already in the file. */
  duplicates: count,
  /** Rows that are no contact, and why is in the rejections. */
  invalid: count,
  /** Rows that are left out because they are hidden in the workbook, and rows in which nothing stands. */
  hidden: count.default(0),
  blank: count.default(0),
  /** Rows of people whom the organization's plan has no room for. */
  beyondPlan: count.default(0),
  /** People who left and whom the file says nothing of: they stay unsubscribed. Part of the counts above. */
  blocked: count,
  /** Some of the contacts that would change: the fields that differ, as they are and as they would be. */
  changes: z.array(
    z.object({
      line: count,
      email: z.string().nullable(),
      fields: z.array(z.object({ field: z.string(), before: value, after: value })),
    }),
  ),
  /** Rows whose address was merged into another contact, who gets what they say; null for none. */
  merged: z
    .object({ count, sample: z.array(z.object({ line: count, email: z.string(), into: z.string().nullable() })) })
    .nullable()
    .default(null),
  findings: importFindings.default(noFindings),
  at: timestamp,
});
export type ImportRehearsal = z.output<typeof importRehearsal>;

/** What was noticed while the file was read. */
export const importFileNotes = z.object({
  /** The first rows of the file, one of which may be the header; of long ones the beginning. */
  firstRows: z.array(z.object({ line: count, cells: z.array(z.string()) })),
  /** Rows above the header that are not empty. */
  above: count,
  /** Rows that a filter or a person hid in the workbook, and the first lines they are in. */
  hidden: z.object({ count, lines: z.array(count) }),
  /** Rows in which nothing stands. */
  blank: count,
  /** Columns at the right without a name and without a value; they are left out. */
  emptyColumns: count,
  /** Columns with whole numbers that a spreadsheet rounded, such as `4.00638E+12`. */
  rounded: z.array(z.object({ column: z.string(), count, example: z.string(), line: count })),
  /** Rows with characters that were cut or lost before: each is a U+FFFD. */
  damaged: z.object({ count, lines: z.array(count) }).nullable(),
  /** Encodings the file may be in, the likeliest first, with words as each reads them; null when it is known. */
  encodings: z.array(z.object({ encoding: z.enum(importEncodings), examples: z.array(z.string()) })).nullable(),
});
export type ImportFileNotes = z.output<typeof importFileNotes>;
