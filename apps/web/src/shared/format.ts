/** The interface is written in English, so numbers and dates follow the viewer's English, never another language. */
const locale = navigator.languages.find((language) => language.startsWith('en')) ?? 'en';

const number = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(locale);
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
const exact = new Intl.DateTimeFormat(locale, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});

type Instant = Date | string | number;

/** 10000 → "10,000" */
export function formatNumber(value: number): string {
  return number.format(value);
}

/** (9812, 'contact') → "9,812 contacts" */
export function formatCount(value: number, one: string, many = `${one}s`): string {
  return `${number.format(value)} ${plural(value, one, many)}`;
}

/** (1, 'contact') → "contact" */
export function plural(value: number, one: string, many = `${one}s`): string {
  return plurals.select(value) === 'one' ? one : many;
}

/** (45, 10000) → "0.45%"; never "0%" for something or "100%" for less than all. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.01) return '<0.01%';
  if (part < whole && percent > 99.99) return '>99.99%';
  const digits = percent >= 10 && percent < 99 ? 1 : 2;
  return `${number.format(Number(percent.toFixed(digits)))}%`;
}

/** 1536 → "1.5 kB", in steps of 1,024 as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  if (bytes < 1024) return formatCount(bytes, 'byte');
  const step = Math.min(3, Math.floor(Math.log2(bytes) / 10));
  const options = {
    style: 'unit',
    unit: units[step],
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  } as const;
  return new Intl.NumberFormat(locale, options).format(bytes / 1024 ** step);
}

/** (1999, 'EUR') → "€19.99"; `minor` is the amount in the currency's smallest unit. */
export function formatMoney(minor: number, currency: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** "14:32" */
export function formatTime(value: Instant): string {
  return time.format(new Date(value));
}

/** "8 Aug 2026" */
export function formatDate(value: Instant): string {
  return day.format(new Date(value));
}

/** "8 Aug 2026, 14:32" */
export function formatDateTime(value: Instant): string {
  return `${formatDate(value)}, ${formatTime(value)}`;
}

/** "Sat, 8 Aug 2026, 14:32:07 CEST" */
export function formatExact(value: Instant): string {
  return exact.format(new Date(value));
}

/** Relative within a day ("4 minutes ago", "in 2 hours"), else the date. */
export function formatRelative(value: Instant, now: Instant = Date.now()): string {
  const seconds = (new Date(value).getTime() - new Date(now).getTime()) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 45) return 'just now';
  if (distance < 3600) return relative.format(Math.trunc(seconds / 60) || Math.sign(seconds), 'minute');
  if (distance < 86_400) return relative.format(Math.trunc(seconds / 3600), 'hour');
  return formatDateTime(value);
}

/** 3725 → "1 h 2 min"; under a minute "40 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes === 0 ? `${number.format(hours)} h` : `${number.format(hours)} h ${minutes} min`;
}
