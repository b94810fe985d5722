import type { NumberMeaning } from './number-formats.ts';

const dayMs = 86_400_000;
const end = 2_958_466; // the day after 9999-12-31

/** A number of a cell as text: a day as 2026-03-31, a moment as 2026-03-31T09:30:00Z, anything else never as 1E+11. */
export function textOfNumber(raw: string, meaning: NumberMeaning, isFrom1904: boolean): string {
  const value = Number(raw);
  if (raw === '' || !Number.isFinite(value)) return raw;
  if (typeof meaning === 'object' && Number.isInteger(value) && value >= 0)
    return plain(raw, value).padStart(meaning.digits, '0');
  if (meaning === 'number' || typeof meaning === 'object' || value < 0 || value >= end) return plain(raw, value);
  if (meaning === 'duration') return clock(value);
  if (meaning === 'time') return clock(value % 1);
  const ms = Math.round(value * dayMs);
  if (meaning === 'date') return day(Math.floor(ms / dayMs), isFrom1904);
  return `${day(Math.floor(ms / dayMs), isFrom1904)}T${clock((ms % dayMs) / dayMs)}Z`;
}

/** Digits that a double would round are kept as they are written. */
function plain(raw: string, value: number): string {
  return /^-?(0|[1-9]\d*)$/.test(raw) ? raw : String(value);
}

/** Days since 1900 count a 29 February 1900 that never was; it is shown as Excel shows it, and no reader takes it for a day. */
function day(serial: number, isFrom1904: boolean): string {
  if (!isFrom1904 && serial === 60) return '1900-02-29';
  const epoch = isFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  return new Date(epoch + serial * dayMs).toISOString().slice(0, 10);
}

function clock(value: number): string {
  const ms = Math.round(value * dayMs);
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const fraction = ms % 1_000 === 0 ? '' : `.${String(ms % 1_000).padStart(3, '0')}`;
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1_000) % 60)}${fraction}`;
}

/** A moment that is written in ISO 8601, as in strict workbooks; without a zone it is meant like all others, in UTC. */
export function textOfIsoDate(raw: string, meaning: NumberMeaning | undefined): string {
  if (meaning === 'date' && /^\d{4}-\d\d-\d\dT00:00(:00(\.0+)?)?Z?$/.test(raw)) return raw.slice(0, 10);
  return /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(raw) ? `${raw}Z` : raw;
}

/** Characters that XML cannot hold are written as `_x000D_` (ECMA-376, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
