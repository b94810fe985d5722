/** The languages in which we speak to recipients, and what each calls itself. */
export const recipientLanguages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  pt: 'Português',
  nl: 'Nederlands',
} as const;
export type RecipientLanguage = keyof typeof recipientLanguages;

/** Languages whose readers we can serve in another one. */
const readAlso: Readonly<Record<string, RecipientLanguage>> = { gsw: 'de', lb: 'de' };

/** More of an `Accept-Language` is not looked at; browsers send a tenth of it. */
const longestHeader = 1_000;

/** The language of a tag (BCP 47) by its first part: `de` for `de-AT`; null for one that we do not speak. */
export function recipientLanguageOf(tag: string | null | undefined): RecipientLanguage | null {
  const first = tag?.trim().split(/[-_]/, 1)[0]?.toLowerCase() ?? '';
  return isRecipientLanguage(first) ? first : (new Map(Object.entries(readAlso)).get(first) ?? null);
}

export function isRecipientLanguage(text: unknown): text is RecipientLanguage {
  return typeof text === 'string' && Object.hasOwn(recipientLanguages, text);
}

/** The best of an `Accept-Language` header (RFC 9110, 12.5.4) that we speak. Equal weights: the first one wins. */
export function acceptedLanguage(header: string | null | undefined): RecipientLanguage | null {
  const ranges = (header ?? '').slice(0, longestHeader).split(',').map(weighed);
  const best = ranges
    .filter(({ language, weight }) => language !== null && weight > 0)
    .toSorted((one, other) => other.weight - one.weight)[0];
  return best?.language ?? null;
}

function weighed(range: string): { language: RecipientLanguage | null; weight: number } {
  const [tag, ...parameters] = range.split(';');
  const q = parameters.map((parameter) => /^\s*q\s*=\s*([\d.]+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
  return { language: recipientLanguageOf(tag), weight: q === undefined ? 1 : Number(q) || 0 };
}

/** What is known of the reader of a page, strongest first. */
export interface KnownOfReader {
  /** What they chose on the page. */
  readonly chosen?: unknown;
  /** The language of the contact. */
  readonly own?: string | null;
  /** Their browser's `Accept-Language`. */
  readonly accepted?: string | null | undefined;
}

/** English where nothing is known, or nothing that we speak. */
export function languageFor({ chosen, own, accepted }: KnownOfReader): RecipientLanguage {
  return isRecipientLanguage(chosen) ? chosen : (recipientLanguageOf(own) ?? acceptedLanguage(accepted) ?? 'en');
}
