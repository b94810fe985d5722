import { isTimeZone } from '../shared/time-zone.ts';
import { countries } from './countries.ts';

/** Each reads a cell as it is stored, or answers null when it is none. Cells are trimmed and not empty. */

/** E.164: a plus and 7 to 15 digits. Spaces and the like are taken out, and `00` in front is a plus. */
export function readPhone(cell: string): string | null {
  const number = cell.replaceAll(/[\s().\-/]/g, '').replace(/^00/, '+');
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null;
}

/** BCP 47 in its canonical form, of 35 characters at most (RFC 5646, 4.4.1); `de_CH` is understood. */
export function readLanguage(cell: string): string | null {
  const tag = cell.replaceAll('_', '-');
  if (tag.length > 35 || !/^[a-z]{2,3}(-|$)/i.test(tag)) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** An IANA time zone such as Europe/Zurich. */
export function readTimeZone(cell: string): string | null {
  return isTimeZone(cell) ? cell : null;
}

/** ISO 3166-1 alpha-2, from the code or the country's name in one of the languages headers are understood in. */
export function readCountry(cell: string): string | null {
  return (byName ??= countriesByName()).get(cell.toLowerCase()) ?? null;
}

let byName: Map<string, string> | undefined;
const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl'] as const;
function countriesByName(): Map<string, string> {
  const found = new Map<string, string>([
    ['uk', 'GB'],
    ['usa', 'US'],
    ['u.s.a.', 'US'],
    ['holland', 'NL'],
  ]);
  for (const language of languages) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of countries) {
      const name = names.of(code);
      if (name) found.set(code.toLowerCase(), code).set(name.toLowerCase(), code);
    }
  }
  return found;
}

const unsubscribed = [
  'true',
  'yes',
  'y',
  '1',
  'x',
  'unsubscribed',
  'opted out',
  'blocklisted',
  'disabled',
  'cleaned',
  'ja',
  'oui',
  'sí',
  'si',
  'sim',
  'sì',
  'tak',
];
const subscribed = [
  '',
  'false',
  'no',
  'n',
  '0',
  'subscribed',
  'opted in',
  'enabled',
  'confirmed',
  'nein',
  'non',
  'não',
  'nao',
  'nee',
  'nie',
];

/** Whether a cell of the unsubscribed column means "does not want mail"; null when it means nothing we know. */
export function meansUnsubscribed(cell: string): boolean | null {
  const text = cell.trim().toLowerCase();
  // A time of leaving, as Mailchimp writes it.
  if (unsubscribed.includes(text) || /^\d{4}-\d\d-\d\d/.test(text)) return true;
  return subscribed.includes(text) ? false : null;
}

/** The same for a column that says who does want mail. Empty says nothing. */
export function meansAcceptsMail(cell: string): boolean | null {
  const text = cell.trim().toLowerCase();
  if (text === '' || text === 'subscribed' || text === 'opted in' || text === 'confirmed' || text === 'enabled')
    return true;
  if (text === 'unsubscribed' || text === 'opted out' || text === 'blocklisted' || text === 'disabled') return false;
  return meansUnsubscribed(text);
}
