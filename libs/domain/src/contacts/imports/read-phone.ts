import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { readPhone } from '../import-values.ts';

/**
 * E.164 from a number as people write it: with its country code, or completed by the country given (ISO 3166-1 alpha-2).
 * Null where it stays open: no country, two numbers, an extension, digits lost to a spreadsheet.
 */
export function completePhone(cell: string, country: string | null): string | null {
  if (cell.length > 40) return null;
  const text = cell
    .replaceAll(/[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/g, '')
    .replace(/^(?:tel|phone)\s*[:.]\s*/i, '');
  if (/^(?:\+|00|\(\+)/.test(text)) return readPhone(text);
  if (country === null || !isSupportedCountry(country) || !/^[\d\s().\-/]+$/.test(text)) return null;
  return inCountry(text, country);
}

function inCountry(text: string, country: CountryCode): string | null {
  const local = parsePhoneNumberFromString(text.replace(/\((0)\)/, '$1'), country);
  if (local?.isValid() && !local.ext) return local.number;
  // The country code without its plus, as spreadsheets leave it: 41791234567.
  const whole = parsePhoneNumberFromString(`+${text.replaceAll(/\D/g, '')}`);
  return whole?.isValid() && whole.countryCallingCode === callingCodeOf(country) ? whole.number : null;
}

function callingCodeOf(country: CountryCode): string | undefined {
  return parsePhoneNumberFromString('12345678', country)?.countryCallingCode;
}
