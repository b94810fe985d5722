import { languageCodes } from '../../shared/index.ts';
import { plainName } from './plain-name.ts';
import { readCountry } from './read-country.ts';

/** ISO 639-2/B, which `Intl` takes for languages of their own, and what people write. */
const otherNames = `
  alb sq, arm hy, baq eu, bur my, chi zh, cze cs, dut nl, fre fr, geo ka, ger de, gre el, ice is, mac mk, mao mi, may ms, per fa,
  rum ro, slo sk, tib bo, wel cy, ger deu de, flemish nl-BE, flamisch nl-BE, flamand nl-BE, vlaams nl-BE, mandarin zh, farsi fa,
  castellano es, castilian es, espanol castellano es, swiss german gsw, schweizerdeutsch gsw, schwiizertuutsch gsw, norsk no, bokmal nb,
  brazilian portuguese pt-BR, portugues brasileiro pt-BR, brasilianisch pt-BR, british english en-GB, uk english en-GB, english uk en-GB, american english en-US,
  us english en-US, english us en-US, austrian german de-AT, rumantsch rm, moldovan ro, simplified chinese zh-Hans, chinese simplified zh-Hans,
  traditional chinese zh-Hant, chinese traditional zh-Hant, tagalog tl, filipino fil, canadian french fr-CA, latin american spanish es-419`;

const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'sv', 'da'];
let byName: Map<string, string> | undefined;

/**
 * BCP 47 in its canonical form, of 35 characters at most (RFC 5646, 4.4.1), from the tag (`de_CH` is understood) or the
 * language's name in itself or in a language in which headers are understood: `Deutsch`, `German (Switzerland)`.
 */
export function readLanguage(cell: string): string | null {
  const tag = cell.replace(/\.utf-?8$/i, '').replaceAll('_', '-');
  return (
    (tag.length <= 35 && /^[a-z]{2,3}(-|$)/i.test(tag) ? (namedLanguage(cell) ?? canonical(tag)) : null) ??
    longName(cell)
  );
}

function canonical(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null; // a RangeError is how Intl says no
  }
}

function longName(cell: string): string | null {
  if (cell.length > 80) return null;
  const whole = namedLanguage(cell);
  if (whole) return whole;
  const [, language = '', place = ''] = /^([^(),/-]+?)\s*[(,/-]\s*([^()]+?)\s*\)?$/.exec(cell) ?? [];
  const code = namedLanguage(language);
  const country = place && readCountry(place);
  return code && country
    ? canonical(`${code.slice(0, code.indexOf('-') + 1 || undefined).replace('-', '')}-${country}`)
    : null;
}

/** Names of three letters and fewer only where they are no codes of their own: `ger`. */
function namedLanguage(text: string): string | null {
  return (byName ??= languagesByName()).get(plainName(text)) ?? null;
}

function languagesByName(): Map<string, string> {
  const found = new Map<string, string>();
  const add = (name: string | undefined, code: string) => {
    const key = plainName(name ?? '');
    if (key.length > 2 && !found.has(key)) found.set(key, code);
  };
  for (const entry of otherNames.split(',')) {
    const space = entry.trimEnd().lastIndexOf(' ');
    add(entry.slice(0, space), entry.slice(space).trim());
  }
  for (const language of languages) {
    const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' });
    for (const code of languageCodes) if (named(names, code).length > 3) add(named(names, code), code);
  }
  for (const code of languageCodes) {
    const own = named(new Intl.DisplayNames(code, { type: 'language', fallback: 'none' }), code);
    if (own.length > 1) add(own, code);
  }
  return found;
}

function named(names: Intl.DisplayNames, code: string): string {
  return names.of(code) ?? '';
}
