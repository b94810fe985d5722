import { z } from 'zod';
import { typedText } from './text.ts';

/** What Liquid reads as something else than a variable. */
const literals = new Set(['true', 'false', 'nil', 'null', 'empty', 'blank', 'and', 'or', 'not', 'contains', 'in']);

/** A path such as `contact.first_name` or, inside a repeat, `item.price`. */
export const variableName = z
  .string()
  .max(200, 'Use at most 200 characters.')
  .regex(
    /^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*){0,9}$/,
    'Use names of lower-case letters, digits and underscores, separated by dots.',
  )
  .refine((name) => !literals.has(name.split('.')[0] ?? ''), 'Liquid uses this name for something else.');

/** A variable in a text: one node, which an editor cannot break in two. The fallback stands in when there is no value. */
export const variable = z.strictObject({ name: variableName, fallback: typedText(500).default('') });
export type Variable = z.output<typeof variable>;

/** `{{ contact.first_name | default: "there" }}`: exactly one token of Liquid, whatever the fallback is. */
export function liquidOf({ name, fallback }: Variable): string {
  return fallback === '' ? `{{ ${name} }}` : `{{ ${name} | default: ${quoted(fallback)} }}`;
}

/**
 * A text as a Liquid string. What could end the string, the output, an attribute or a tag of HTML is written as a
 * `\uXXXX` escape, which LiquidJS reads; everything else is left, so that usual fallbacks stay readable.
 */
export function quoted(text: string): string {
  const escaped = text.replaceAll(/["'\\{}%<>&|`\ufdd0-\ufdef\ufffe\uffff]/g, escape);
  return `"${escaped}"`;
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
