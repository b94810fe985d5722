import { domainToASCII } from 'node:url';
import { badValue, missing } from './report-refusals.ts';

const longestSpanMs = 40 * 86_400_000;

/** A domain name, as DNS has it. */
export function domainIn(text: string | null, what: string): string {
  if (!text) throw missing(what);
  const domain = domainToASCII(text.trim().replace(/\.$/, '')).toLowerCase();
  if (!/^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_-]{1,63})+$/.test(domain)) throw badValue(what, text);
  return domain;
}

/** Seconds since 1970, or ISO 8601, which some reporters write. */
export function instantOf(text: string | null, what: string): Date {
  if (!text) throw missing(what);
  const at = new Date(/^\d{1,11}$/.test(text) ? Number(text) * 1_000 : text);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1970 || at.getUTCFullYear() > 2200)
    throw badValue(what, text);
  return at;
}

export function spanOf(begin: Date, end: Date): { readonly beginsAt: string; readonly endsAt: string } {
  const ms = end.getTime() - begin.getTime();
  if (ms < 0 || ms > longestSpanMs) throw badValue('period', `${begin.toISOString()} to ${end.toISOString()}`);
  return { beginsAt: begin.toISOString(), endsAt: end.toISOString() };
}
