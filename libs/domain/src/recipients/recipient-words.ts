import type { en } from './words/en.ts';

export type WordKey = keyof typeof en;

/** The words of one language. */
export type RecipientWords = Readonly<Record<WordKey, string>>;
