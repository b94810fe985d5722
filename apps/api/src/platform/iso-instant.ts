import pg from 'pg';

const parseInstant: (text: string) => Date = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);

/** SQL for an instant (an SQL value) inside JSON, as it goes over the wire: ISO 8601 in UTC, with milliseconds. */
export const isoInstant = (at: string): string => `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const utc = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/;

/** The same of a `timestamptz` as PostgreSQL writes it. In UTC, which its server usually has, nothing is worked out. */
export function instantOf(text: string): string {
  const [, day, time, fraction = ''] = utc.exec(text) ?? [];
  if (day === undefined) return parseInstant(text).toISOString();
  return `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}
