/** What people call countries and languages, by their codes. */

const regions = new Intl.DisplayNames('en', { type: 'region' });
const languages = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard' });

/** Of an ISO 3166-1 code; of anything else, itself. */
export function countryName(code: string): string {
  return nameIn(regions, code);
}

/** Of a BCP 47 tag; of anything else, itself. */
export function languageName(tag: string): string {
  return nameIn(languages, tag);
}

/** The name of a language in itself: `Deutsch`. */
export function ownLanguageName(tag: string): string {
  return nameIn(new Intl.DisplayNames([tag, 'en'], { type: 'language', languageDisplay: 'standard' }), tag);
}

function nameIn(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code; // a RangeError is how Intl says that it is no code
  }
}
