import type { RecipientLanguage } from './languages.ts';
import type { RecipientWords, WordKey } from './recipient-words.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { fr } from './words/fr.ts';
import { it } from './words/it.ts';
import { nl } from './words/nl.ts';
import { pt } from './words/pt.ts';

/** The names in braces of a text. */
type Placeholder<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never;

/** What a text needs: nothing, or a value for each of its placeholders. */
type Values<Key extends WordKey> = [Placeholder<(typeof en)[Key]>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<(typeof en)[Key]>, string | number>>];

export const recipientWords: Readonly<Record<RecipientLanguage, RecipientWords>> = { en, de, fr, es, it, pt, nl };

/** Plain text, not HTML: whoever puts it into a page escapes it. */
export type Say = <Key extends WordKey>(key: Key, ...values: Values<Key>) => string;

/** How we speak to a reader. */
export interface Speech {
  /** For the attribute `lang`. */
  readonly language: RecipientLanguage;
  readonly say: Say;
  /** A day (`2026-12-31`) as it is written in this language. */
  readonly day: (day: string) => string;
}

export function speechIn(language: RecipientLanguage): Speech {
  const words = recipientWords[language];
  const numbers = new Intl.NumberFormat(language);
  const days = new Intl.DateTimeFormat(locales[language] ?? language, { dateStyle: 'long', timeZone: 'UTC' });
  return {
    language,
    say: (key, ...[values]) => filled(words[key], values ?? {}, numbers),
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
  };
}

/** Of English most readers outside America expect the day first. */
const locales: Partial<Record<RecipientLanguage, string>> = { en: 'en-GB' };

function filled(text: string, values: Readonly<Record<string, string | number>>, numbers: Intl.NumberFormat): string {
  const given = new Map(Object.entries(values));
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = given.get(name) ?? whole;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}
