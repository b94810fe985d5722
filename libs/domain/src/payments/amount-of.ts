import { decimalsOn } from '../plans/index.ts';

/** (4990, 'EUR') → "49.90": an amount in the smallest unit, as an invoice has it, as decimal text. */
export function amountOf(minor: number | bigint, currency: string): string {
  const decimals = decimalsOn(currency);
  const digits = String(minor < 0 ? -minor : minor).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return minor < 0 ? `-${text}` : text;
}

/** ("0.05", 'EUR') → "0.0005": an exact amount in the smallest unit, of which it may be a fraction. */
export function unitAmountOf(minor: string, currency: string): string {
  const decimals = decimalsOn(currency);
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(minor) ?? [];
  const digits = whole.padStart(decimals + 1, '0');
  const text = `${digits.slice(0, digits.length - decimals)}.${digits.slice(digits.length - decimals)}${fraction}`;
  return sign + text.replace(/\.?0*$/, '');
}
