type Row = Readonly<Record<string, unknown>>;

/** What an entry keeps of a change, by field; null for a side on which the thing did not exist. */
export interface Change {
  readonly before: Row | null;
  readonly after: Row | null;
}

/** Kept of a text; the rest is told as a number. */
const maxCharacters = 1_000;

const secret = /_(hash|encrypted)$|secret|password|token/i;
/** What the entry itself says, what follows from other columns, and what nobody chose. */
const noise = new Set([
  'organization_id',
  'id',
  'created_at',
  'updated_at',
  'created_by_id',
  'updated_by_id',
  'deleted_at',
  'deleted_group_ids',
  'member_count',
  'last_used_at',
  'logo', // the picture itself
  'heartbeat_at',
  'sample',
  'failures',
  'open_until',
  'return_path', // of a transport: it turns out with the first message
  'recovered_at',
]);

/**
 * The fields in which two states of a row differ, or all of them when it came or went; null when they do not differ.
 * A row that is only marked as deleted counts as gone. Secrets are left out and long texts shortened.
 */
export function describeChange(before: Row | null, after: Row | null): Change | null {
  const [old, now] = [existing(before), existing(after)];
  if (!old || !now) return { before: old && wholeOf(old), after: now && wholeOf(now) };
  const names = Object.keys({ ...old, ...now }).filter(
    (name) => isTold(name) && JSON.stringify(old[name]) !== JSON.stringify(now[name]),
  );
  if (names.length === 0) return null;
  const sides = names.map((name) => [fieldOf(name), ...besideEachOther(old[name], now[name])] as const);
  return {
    before: Object.fromEntries(sides.map(([name, value]) => [name, value])),
    after: Object.fromEntries(sides.map(([name, , value]) => [name, value])),
  };
}

function existing(row: Row | null): Row | null {
  return row && (row['deleted_at'] ?? null) === null ? row : null;
}

function wholeOf(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name, value]) => isTold(name) && !isEmpty(value))
      .map(([name, value]) => [fieldOf(name), told(value, 0)]),
  );
}

function isTold(column: string): boolean {
  return !noise.has(column) && !secret.test(column) && !column.endsWith('_key');
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);
}

/** `first_name` is `firstName`, as the API calls it. */
function fieldOf(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Two long texts are shown from shortly before the first place where they differ. */
function besideEachOther(before: unknown, after: unknown): [unknown, unknown] {
  const from = typeof before === 'string' && typeof after === 'string' ? firstDifference(before, after) : 0;
  return [told(before, from), told(after, from)];
}

function firstDifference(one: string, other: string): number {
  if (Math.max(one.length, other.length) <= maxCharacters) return 0;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return Math.max(0, at - 100);
}

/** A value as it may be kept, however deep it goes. */
export function told(value: unknown, from = 0): unknown {
  if (typeof value === 'string') return shortened(value, from);
  if (Array.isArray(value)) return value.map((item) => told(item));
  if (value && typeof value === 'object' && !(value instanceof Date)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, secret.test(name) ? '(not kept)' : told(item)]),
    );
  }
  return value;
}

function shortened(text: string, from: number): string {
  if (text.length <= maxCharacters) return text;
  // Not through the middle of a character of two code units: half of one cannot be stored.
  const part = text.slice(from, from + maxCharacters).replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
  const isCut = from + maxCharacters < text.length;
  return `${from > 0 ? '…' : ''}${part}${isCut ? '…' : ''} (${text.length.toLocaleString('en')} characters)`;
}
