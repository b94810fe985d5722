import type { Liquid } from 'liquidjs';

const mostDigits = 10;

/**
 * Filters that print numbers as the language of the message writes them: `number`, `number: 2`, `percent` (of 0.25: 25 %),
 * `percent: 1`, and `currency: "EUR"` (ISO 4217). What is no number is printed as it is.
 */
export function useNumbersOf(liquid: Liquid, language: string): void {
  const formats = new Map<string, Intl.NumberFormat | null>();
  const printed = (value: unknown, options: Intl.NumberFormatOptions): unknown => {
    const number = numberIn(value);
    if (number === null) return value;
    const key = JSON.stringify(options);
    let format = formats.get(key);
    if (format === undefined) {
      format = formatOf(language, options);
      if (formats.size < 200) formats.set(key, format);
    }
    return format ? format.format(number) : value;
  };
  liquid.registerFilter('number', (value: unknown, digits: unknown) => printed(value, digitsOf(digits)));
  liquid.registerFilter('percent', (value: unknown, digits: unknown) =>
    printed(value, { style: 'percent', ...digitsOf(digits) }),
  );
  liquid.registerFilter('currency', (value: unknown, code: unknown, digits: unknown) =>
    printed(value, { style: 'currency', currency: String(code).trim(), ...digitsOf(digits) }),
  );
}

/** Null for a currency that is none. */
function formatOf(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat | null {
  try {
    return new Intl.NumberFormat(language, options);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Exactly as many decimals as asked for. */
function digitsOf(asked: unknown): Intl.NumberFormatOptions {
  const digits = numberIn(asked);
  if (digits === null) return {};
  const whole = Math.min(mostDigits, Math.max(0, Math.trunc(digits)));
  return { minimumFractionDigits: whole, maximumFractionDigits: whole };
}

function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/.test(value) ? Number(value) : null;
}
