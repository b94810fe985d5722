import { mailFields } from './imports/mail-meanings.ts';

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

/**
 * How the bytes of a file are read, by the names of the WHATWG Encoding Standard: there ISO-8859-1 is windows-1252, ISO-8859-9
 * is windows-1254, and GBK is part of gb18030.
 */
export const importEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'iso-8859-2',
  'iso-8859-3',
  'iso-8859-4',
  'iso-8859-5',
  'iso-8859-6',
  'iso-8859-7',
  'iso-8859-8',
  'iso-8859-10',
  'iso-8859-13',
  'iso-8859-14',
  'iso-8859-15',
  'macintosh',
  'x-mac-cyrillic',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
] as const;
export type ImportEncoding = (typeof importEncodings)[number];
export const importDelimiters = [',', ';', '\t', '|'] as const;
export type ImportDelimiter = (typeof importDelimiters)[number];

export const importLimits = {
  fileBytes: 200 * 1024 * 1024,
  rows: 1_000_000,
  columns: 200,
  fieldCharacters: 10_000,
  /** The header is one of so many rows at the beginning of a file. */
  headerRows: 20,
} as const;

/** What becomes of external ids that a spreadsheet rounded, such as `4.00638E+12`: many people would share one. */
export const roundedIdChoices = ['leave_out', 'keep'] as const;
export type RoundedIds = (typeof roundedIdChoices)[number];

/** What becomes of a person whose external id is another person's: imported without the id, or not at all. */
export const sharedIdChoices = ['leave_out', 'reject'] as const;
export type SharedIds = (typeof sharedIdChoices)[number];
