/** SQL for an instant (an SQL value) inside JSON, as it goes over the wire: ISO 8601 in UTC, with milliseconds. */
export const isoInstant = (at: string): string => `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
