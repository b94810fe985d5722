import { z } from 'zod';

/** A tag of BCP 47 in its canonical form (RFC 5646), as contacts have it: `de`, `pt-BR`, `zh-Hant`. */
export const languageTag = z
  .string()
  .max(35)
  .refine((tag) => canonicalLanguage(tag) === tag, 'Use a language tag such as de or pt-BR.');

/** `pt-br` as `pt-BR`; null for what is no tag. */
export function canonicalLanguage(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null; // a RangeError is how Intl says no
  }
}

/** Where a main language has to be said and is not known: blocks that several messages have. */
export const unnamedLanguage = 'und';

const rtlScripts = new Set('Adlm Arab Aran Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa'.split(' '));
/** Those of `languageCodes`, and the larger ones beside them, that are written from right to left unless their tag has another script. */
const rtlLanguages = new Set(
  'ar arc azb bal bqi ckb dv fa glk he khw ks lrc mzn nqo pnb ps sd skr syr ug ur yi'.split(' '),
);

export function directionOfLanguage(tag: string): 'ltr' | 'rtl' {
  const [language = '', ...subtags] = tag.split('-');
  const script = subtags.find((part) => part.length === 4 && /^[A-Za-z]+$/.test(part));
  if (script) return rtlScripts.has(script) ? 'rtl' : 'ltr';
  return rtlLanguages.has(language) ? 'rtl' : 'ltr';
}

/**
 * Where texts for a reader are looked for, in this order: the language itself, then each shorter form of its tag (RFC
 * 4647, 3.4): `pt-BR`, `pt`. What none of them has is in the language of the message.
 */
export function languageChain(tag: string): string[] {
  const parts = tag.split('-');
  return parts
    .map((_, at) => parts.slice(0, parts.length - at))
    .filter((left) => left.at(-1)?.length !== 1) // `x` and the like begin something and end nothing
    .map((left) => left.join('-'));
}

/** The languages a message is in. */
export interface MessageLanguages {
  readonly base: string;
  readonly others: readonly string[];
}

/** The language in which a reader gets the message; null for the message's own, which stands in for all it does not have. */
export function languageForReader(
  wanted: string | null | undefined,
  { base, others }: MessageLanguages,
): string | null {
  for (const tag of wanted ? languageChain(canonicalLanguage(wanted) ?? wanted) : []) {
    if (tag === base) return null;
    if (others.includes(tag)) return tag;
  }
  return null;
}

/** Whether a reader's own language, or a shorter form of it, is among those of the message. */
export function hasLanguageOf(wanted: string | null | undefined, { base, others }: MessageLanguages): boolean {
  if (!wanted) return true;
  return languageChain(canonicalLanguage(wanted) ?? wanted).some((tag) => tag === base || others.includes(tag));
}

/** `German (Austria)`, in English; the tag itself where it has no name. */
export function languageName(tag: string): string {
  return new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag;
}
