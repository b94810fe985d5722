import { z } from 'zod';
import { hasControlCharacter } from '../shared/index.ts';
import { documentLimits } from './limits.ts';

/** Text that somebody typed: any characters but controls. It is never Liquid and never markup. */
export const typedText = (max: number = documentLimits.textCharacters) =>
  z
    .string()
    .max(max, `Use at most ${max.toLocaleString('en')} characters.`)
    .refine((text) => !hasControlCharacter(text), 'Remove line breaks and other control characters.')
    .refine((text) => text.isWellFormed(), 'Remove the broken character.');

/** Keeps two characters apart and shows nothing (UAX #14). */
const wordJoiner = '\u2060';

/**
 * Typed text as it may stand in a Liquid template: `{{` and `{%` are read as characters, in HTML and in the plain text that
 * is made of it. An entity would not do, since the plain text has no entities. A brace at the end is kept apart as
 * well, because of what may follow. Noncharacters, which no text that is exchanged may contain, are left out.
 */
export function withoutLiquidMeaning(text: string): string {
  return text.replaceAll(/[\uFDD0-\uFDEF\uFFFE\uFFFF]/g, '').replaceAll(/\{(?=[{%]|$)/g, `{${wordJoiner}`);
}
