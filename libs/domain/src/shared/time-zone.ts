import { z } from 'zod';

const longestName = 64;
/** Names only. Offsets such as +02:00 mean the opposite to PostgreSQL, and have no summer time. */
const name = /^[A-Z][\w+-]*(?:\/[\w+-]+){0,2}$/i;

/** Whether this is a time zone of the IANA database, by name: `Europe/Berlin`. */
export function isTimeZone(text: string): boolean {
  if (text.length > longestName || !name.test(text)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: text }));
  } catch {
    return false; // a RangeError is how Intl says no
  }
}

/** A time zone of the IANA database. */
export const timeZone = z
  .string('Choose a time zone.')
  .refine(isTimeZone, 'Choose a time zone by its name, such as Europe/Berlin.');
