import { z } from 'zod';
import { hasControlCharacter } from '../shared/index.ts';

const longest = 100;
const value = z
  .string()
  .trim()
  .max(longest, `Use at most ${longest} characters.`)
  .refine((text) => !hasControlCharacter(text), 'Remove line breaks and other control characters.');

/** What analytics programs recognize visits by. An empty `campaign` is the campaign's name; `term` and `content` may be left out. */
export const utmSettings = z.object({
  source: value.min(1, 'Enter a source, such as newsletter.'),
  medium: value.min(1, 'Enter a medium, such as email.'),
  campaign: value.default(''),
  term: value.default(''),
  content: value.default(''),
});
export type UtmSettings = z.output<typeof utmSettings>;

/** As they are added to the query of links; empty without settings. */
export function utmQuery(settings: UtmSettings | null, { name }: { readonly name: string }): string {
  if (!settings) return '';
  const { source, medium, campaign, term, content } = settings;
  return Object.entries({ source, medium, campaign: campaign || name, term, content })
    .filter(([, text]) => text !== '')
    .map(([parameter, text]) => `utm_${parameter}=${encodeURIComponent(text.toWellFormed())}`)
    .join('&');
}
