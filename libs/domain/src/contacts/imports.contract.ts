import { z } from 'zod';
import { count, id, idParams, isCountry, line, pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { attributeTypes } from './attributes.ts';
import { attributeName } from './attributes.contract.ts';
import {
  importDelimiters,
  importEncodings,
  importFields,
  importLimits,
  importStatuses,
  type ImportTarget,
  roundedIdChoices,
  sharedIdChoices,
} from './import.ts';
import { isMailField, mailMeanings } from './imports/mail-meanings.ts';
import { dayOrders } from './imports/dates.ts';
import { decimalMarks } from './imports/numbers.ts';

const attributePrefix = 'attribute:';

/** What a column becomes: a field, or `attribute:<name>`. */
export const importTarget = z
  .custom<ImportTarget>((value) => {
    if (typeof value !== 'string') return false;
    if (value.startsWith(attributePrefix)) return attributeName.safeParse(value.slice(attributePrefix.length)).success;
    return (importFields as readonly string[]).includes(value); // widened: any text may be asked about
  }, 'Choose a field or an attribute, or leave the column out.')
  .meta({ type: 'string' });

/** What each column becomes, in their order. */
export const importMapping = z
  .array(importTarget)
  .min(1)
  .max(importLimits.columns)
  .superRefine((targets, context) => {
    const used = targets.filter((target) => target !== 'ignore');
    if (!used.includes('email'))
      context.addIssue({ code: 'custom', message: 'Choose which column is the email address.' });
    const twice = used.find(
      (target, index) => !isMailField(target) && target !== 'undecided' && used.indexOf(target) !== index,
    );
    if (twice)
      context.addIssue({
        code: 'custom',
        message: `Two columns are mapped to ${wordsFor(twice)}. Leave one of them out.`,
      });
  });

/** An attribute that does not exist yet and is made by the import. */
export const newAttribute = z.object({
  name: attributeName,
  label: line('a label for the attribute', 100),
  type: z.enum(attributeTypes),
});

function wordsFor(target: string): string {
  return target.startsWith(attributePrefix) ? `the attribute ${target.slice(attributePrefix.length)}` : target;
}

/** What is said about the values of a file. `column` counts from 0, `value` is one of the column's `facts`. */
export const importReading = z.object({
  decimalMark: z.enum(decimalMarks).nullable(),
  dayOrder: z.enum(dayOrders).nullable(),
  phoneCountry: z
    .string()
    .toUpperCase()
    .refine(isCountry, 'Enter a country code of two letters, such as CH.')
    .nullable(),
  mailValues: z
    .array(z.object({ column: z.int().min(0), value: z.string().max(100), means: z.enum(mailMeanings) }))
    .max(2_000)
    .readonly(),
  everyone: z.enum(mailMeanings).nullable(),
});

/** How many cells of a column were left out or changed, and some of them. */
const cellsOfColumn = z.object({
  column: count,
  name: z.string(),
  kind: z.enum(['left_out', 'corrected', 'unusual']),
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

export const importView = z.object({
  id,
  fileName: z.string(),
  fileBytes: count,
  status: z.enum(importStatuses),
  encoding: z.enum(importEncodings),
  delimiter: z.string(),
  /** The sheets of a workbook, and the one that is imported; null for other files. */
  sheets: z.array(z.string()).nullable(),
  sheet: z.string().nullable(),
  /** The line that names the columns, counted from 1; null when the first row is a person already. */
  headerLine: count.nullable(),
  /** Whether rows that are hidden in a workbook are imported too. */
  includeHidden: z.boolean(),
  fileNotes: importFileNotes,
  roundedIds: z.enum(roundedIdChoices),
  sharedIds: z.enum(sharedIdChoices),
  /** Rows in the file below its header, blank and hidden ones too. */
  rows: count,
  columns: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  mapping: z.array(importTarget),
  newAttributes: z.array(newAttribute),
  /** Null for a file that was read before they were found out. */
  facts: z.array(columnFacts).nullable(),
  reading: importReading,
  findings: importFindings.nullable(),
  groupId: id.nullable(),
  newGroupName: z.string().nullable(),
  /** Where these people come from and what they agreed to. */
  consent: z.string().nullable(),
  rehearsal: importRehearsal.nullable(),
  processed: count,
  created: count,
  updated: count,
  unchanged: count,
  /** Rows that are left out, for whatever reason; with those created, updated and unchanged they are all rows of the file. */
  rejected: count,
  /** Of the rejected: rows of a person who is already in the file. */
  duplicates: count,
  /** Of the rejected: rows that are hidden in the workbook. */
  hidden: count,
  /** Of the rejected: rows in which nothing stands. */
  blank: count,
  /** People who left and stay unsubscribed. */
  blocked: count,
  /** Why the run counted something else than its rehearsal. */
  difference: z.string().nullable(),
  /** Why nothing was imported, when `failed`; why the rehearsal stopped, when `ready`. */
  problem: z.string().nullable(),
  /** An earlier import of a file with the same bytes. */
  sameAs: z.object({ id, fileName: z.string(), status: z.enum(importStatuses), createdAt: timestamp }).nullable(),
  /** Until when a finished import can be undone. */
  undoUntil: timestamp.nullable(),
  /** By undoing: contacts removed, set back, and left as they are. */
  removed: count,
  restored: count,
  kept: count,
  undoneAt: timestamp.nullable(),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
});
importView.register(z.globalRegistry, { id: 'Import' });
export type ImportView = z.output<typeof importView>;

const rejectionKinds = ['invalid', 'duplicate', 'hidden', 'unsubscribed'] as const;

export const importRejection = z.object({
  /** Line in the file, counted from 1 with the header. */
  line: count,
  kind: z.enum(rejectionKinds),
  reason: z.string(),
  row: z.array(z.string()),
});

/** A contact that undoing left as it is. */
export const importKept = z.object({
  contactId: id,
  email: z.string().nullable(),
  reason: z.enum(['mailed', 'changed', 'gone']),
  changedAt: timestamp.nullable(),
  changedBy: z.string().nullable(),
});

/** A cell that was left out or changed, while its person was imported. */
export const importCell = z.object({
  id,
  line: count,
  column: count,
  kind: z.enum(['left_out', 'corrected', 'unusual']),
  value: z.string(),
  reason: z.string(),
  email: z.string(),
});

const choices = z.object({
  mapping: importMapping,
  reading: importReading.partial().optional(),
  newAttributes: z.array(newAttribute).max(importLimits.columns).optional(),
  groupId: id.optional(),
  newGroupName: line('a name for the group', 100).optional(),
  consent: line('where these people come from and what they agreed to', 1_000).optional(),
  roundedIds: z.enum(roundedIdChoices).optional(),
  sharedIds: z.enum(sharedIdChoices).optional(),
});

export const importsRoutes = {
  list: route({
    id: 'imports.list',
    method: 'GET',
    path: '/api/imports',
    summary: 'Imports, newest first',
    permission: 'contacts:read',
    query: pageQuery,
    response: pageOf(importView),
  }),
  upload: route({
    id: 'imports.upload',
    method: 'POST',
    path: '/api/imports',
    summary: 'Upload a CSV or Excel (.xlsx) file; it is read and checked, nothing is imported yet',
    permission: 'contacts:write',
    upload: true,
    response: importView,
    status: 201,
  }),
  get: route({
    id: 'imports.get',
    method: 'GET',
    path: '/api/imports/:id',
    summary: 'One import with its progress or result',
    permission: 'contacts:read',
    params: idParams,
    response: importView,
  }),
  reread: route({
    id: 'imports.reread',
    method: 'POST',
    path: '/api/imports/:id/reread',
    summary:
      'Read the file again with another encoding, delimiter, sheet or header; settings left out stay as they are, and columns, sample and mapping are determined again',
    permission: 'contacts:write',
    params: idParams,
    body: z.object({
      encoding: z.enum(importEncodings).optional(),
      delimiter: z.enum(importDelimiters).optional(),
      sheet: z.string().max(100).optional(),
      /** The line that names the columns; null when there is none and the first row is a person. */
      headerLine: z.int('Enter the number of a line.').min(1).nullable().optional(),
      /** Whether rows that are hidden in a workbook are imported too. */
      includeHidden: z.boolean().optional(),
    }),
    response: importView,
  }),
  rehearse: route({
    id: 'imports.rehearse',
    method: 'POST',
    path: '/api/imports/:id/rehearse',
    summary:
      'Count what importing with this mapping would do, without keeping anything; rejected while it is unclear who in the file does not want mail',
    permission: 'contacts:write',
    params: idParams,
    body: choices,
    response: importView,
    status: 202,
  }),
  start: route({
    id: 'imports.start',
    method: 'POST',
    path: '/api/imports/:id/start',
    summary:
      'Start importing as rehearsed, or with this mapping; everyone in the file joins the group, when one is given',
    permission: 'contacts:write',
    params: idParams,
    body: choices.partial(),
    response: importView,
    status: 202,
  }),
  cancel: route({
    id: 'imports.cancel',
    method: 'POST',
    path: '/api/imports/:id/cancel',
    summary: 'Cancel an import; nothing of it is kept',
    permission: 'contacts:write',
    params: idParams,
    response: importView,
  }),
  rejections: route({
    id: 'imports.rejections',
    method: 'GET',
    path: '/api/imports/:id/rejections',
    summary: 'The rows that are not imported and why, or the people who stay unsubscribed',
    permission: 'contacts:read',
    params: idParams,
    query: pageQuery.extend({ kind: z.enum(rejectionKinds).optional() }),
    response: pageOf(importRejection),
  }),
  cells: route({
    id: 'imports.cells',
    method: 'GET',
    path: '/api/imports/:id/cells',
    summary: 'The cells that are left out or corrected, while their people are imported, and why',
    permission: 'contacts:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(importCell),
  }),
  downloadCells: route({
    id: 'imports.download-cells',
    method: 'GET',
    path: '/api/imports/:id/cells.csv',
    summary: 'The same as a CSV file: line, email address, column, value, what became of it and why',
    permission: 'contacts:read',
    params: idParams,
    produces: 'text/csv',
  }),
  undo: route({
    id: 'imports.undo',
    method: 'POST',
    path: '/api/imports/:id/undo',
    summary: 'Undo an import: contacts it added are removed, contacts it changed are reverted; nobody is resubscribed',
    permission: 'contacts:write',
    params: idParams,
    response: importView,
    status: 202,
  }),
  kept: route({
    id: 'imports.kept',
    method: 'GET',
    path: '/api/imports/:id/kept',
    summary: 'The contacts that undoing did not change, and why',
    permission: 'contacts:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(importKept),
  }),
  downloadRejections: route({
    id: 'imports.download-rejections',
    method: 'GET',
    path: '/api/imports/:id/rejections.csv',
    summary: 'The same as a CSV file: line, reason, then the columns of the file',
    permission: 'contacts:read',
    params: idParams,
    produces: 'text/csv',
  }),
};
