/** An import and what became of its rows. */
import { z } from 'zod';
import { count, id, timestamp } from '../../shared/index.ts';
import { importEncodings, importStatuses, roundedIdChoices, sharedIdChoices } from '../import.ts';
import { importReading, importTarget, newAttribute } from './what-columns-become.contract.ts';
import { cellKinds, columnFacts, importFileNotes, importFindings, importRehearsal } from './what-was-found.contract.ts';

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
  /** Of the rejected: rows of people whom the organization's plan had no room for. */
  beyondPlan: count,
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

export const rejectionKinds = ['invalid', 'duplicate', 'hidden', 'unsubscribed', 'beyond_plan'] as const;

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
  kind: z.enum(cellKinds),
  value: z.string(),
  reason: z.string(),
  email: z.string(),
});
