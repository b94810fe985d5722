import { mailFields } from './imports/consent.ts';

/**
 * `ready` waits for a mapping, `rehearsing` counts what would happen without keeping anything, `queued` waits for a worker.
 * Only what is not over can be cancelled; only `done` can be undone.
 */
export const importStatuses = [
  'ready',
  'rehearsing',
  'rehearsed',
  'queued',
  'running',
  'done',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const;
export type ImportStatus = (typeof importStatuses)[number];

const moves: Readonly<Record<ImportStatus, readonly ImportStatus[]>> = {
  ready: ['rehearsing', 'queued', 'cancelled'],
  rehearsing: ['rehearsed', 'ready', 'failed', 'cancelled'],
  rehearsed: ['ready', 'rehearsing', 'queued', 'cancelled'],
  queued: ['running', 'cancelled', 'failed'],
  running: ['done', 'failed', 'cancelled', 'queued'],
  done: ['undoing'],
  failed: [],
  cancelled: [],
  undoing: ['undone'],
  undone: [],
};

/** How long what an import changed, or whom a bulk action was about, is remembered. */
export const undoDays = 30;

export function canMoveImport(from: ImportStatus, to: ImportStatus): boolean {
  return moves[from].includes(to);
}

/**
 * What a column of the file becomes. The fields about mail say who does not want any, each in its way, and several columns
 * may: none of them ever opts anyone in. `fullName` is split before its last word. `undecided` may say who wants no mail:
 * nothing is imported until somebody says what it is.
 */
export const importFields = [
  'email',
  'firstName',
  'lastName',
  'fullName',
  'phone',
  'language',
  'country',
  'timeZone',
  'externalId',
  ...mailFields,
  'undecided',
  'ignore',
] as const;
export type ImportTarget = (typeof importFields)[number] | `attribute:${string}`;

/** How the bytes of a file are read, and what separates its columns. */
export const importEncodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type ImportEncoding = (typeof importEncodings)[number];
export const importDelimiters = [',', ';', '\t', '|'] as const;
export type ImportDelimiter = (typeof importDelimiters)[number];

export const importLimits = {
  fileBytes: 200 * 1024 * 1024,
  rows: 1_000_000,
  columns: 200,
  fieldCharacters: 10_000,
} as const;
