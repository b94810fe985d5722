import { formatMonth } from '../../shared/format.ts';

/** The months (UTC) since usage is counted, newest first, as `2026-11`. */
export function monthsSince(since: string, now: Date): string[] {
  const months: string[] = [];
  for (const at = new Date(`${now.toISOString().slice(0, 7)}-01`); ; at.setUTCMonth(at.getUTCMonth() - 1)) {
    const month = at.toISOString().slice(0, 7);
    if (months.length > 0 && month < since.slice(0, 7)) return months;
    months.push(month);
  }
}

/** Its first day, and its last or today. */
export function daysOf(month: string, now: Date): { readonly from: string; readonly to: string } {
  const end = new Date(`${month}-01`);
  end.setUTCMonth(end.getUTCMonth() + 1, 0);
  const [last = '', today = ''] = [end, now].map((at) => at.toISOString().slice(0, 10));
  return { from: `${month}-01`, to: last < today ? last : today };
}

export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

export const monthOptions = (months: readonly string[]) =>
  months.map((month) => ({ value: month, label: formatMonth(`${month}-01`) }));
