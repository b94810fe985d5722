import { z } from 'zod';
import { typedText } from './text.ts';
import { quoted, variableName } from './variable.ts';

const schemes = new Set(['http:', 'https:', 'mailto:', 'tel:', 'sms:']);
const longestAddress = 2_000; // what mail programs and browsers follow

/**
 * An address as a browser reads it (WHATWG URL), in ASCII: spaces, line breaks and other alphabets are encoded. Null for what
 * is no address or has a scheme that mail does not follow, such as `javascript:` or `data:`.
 */
export function normalizedAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (!schemes.has(url.protocol)) return null;
  // Braces stay as they are in some parts of an address, where Liquid would read them.
  return url.href.replaceAll('{', '%7B').replaceAll('}', '%7D');
}

const address = z
  .string()
  .max(longestAddress, `Use at most ${longestAddress.toLocaleString('en')} characters.`)
  .refine(
    (value) => normalizedAddress(value) !== null,
    'Enter a web address such as https://example.com, or mailto:, tel: or sms:.',
  );

export const webPicture = z
  .string()
  .max(longestAddress)
  .refine((value) => /^https?:/.test(normalizedAddress(value) ?? ''), 'Enter the web address of a picture.');

/** Where a link leads. `query` adds values of the person to a web address, each encoded. */
export const link = z.discriminatedUnion('to', [
  z.strictObject({
    to: z.literal('address'),
    address,
    query: z
      .array(z.strictObject({ name: typedText(100).min(1), variable: variableName }))
      .max(20)
      .default([]),
  }),
  /** The value of a variable is the address, such as `item.url`, or what follows `mailto:` or `tel:`. */
  z.strictObject({
    to: z.literal('variable'),
    variable: variableName,
    scheme: z.enum(['mailto', 'tel']).optional(),
    fallback: address.nullable().default(null),
  }),
  z.strictObject({ to: z.literal('unsubscribe') }),
  z.strictObject({ to: z.literal('preferences') }),
]);
link.register(z.globalRegistry, { id: 'Link' });
export type Link = z.output<typeof link>;

/** The value of `href`, with Liquid where it depends on the person; still to be escaped around the Liquid. */
export function hrefOf(target: Link): HrefPart[] {
  switch (target.to) {
    case 'unsubscribe':
      return [{ liquid: '{{ unsubscribe_url }}' }];
    case 'preferences':
      return [{ liquid: '{{ preferences_url }}' }];
    case 'variable': {
      const fallback =
        target.fallback === null ? '' : ` | default: ${quoted(normalizedAddress(target.fallback) ?? '')}`;
      const scheme = target.scheme ? [{ text: `${target.scheme}:` }] : [];
      return [...scheme, { liquid: `{{ ${target.variable}${fallback} }}` }];
    }
    case 'address':
      return withQuery(normalizedAddress(target.address) ?? '', target.query);
  }
}

/** A piece of an attribute: text to be escaped, or Liquid to be left alone. */
export type HrefPart = { readonly text: string } | { readonly liquid: string };

function withQuery(base: string, query: Extract<Link, { to: 'address' }>['query']): HrefPart[] {
  if (query.length === 0) return [{ text: base }];
  const [page = '', fragment] = base.split('#', 2);
  const parts = query.flatMap(({ name, variable }, index): HrefPart[] => [
    { text: `${index > 0 || page.includes('?') ? '&' : '?'}${encodeURIComponent(name)}=` },
    { liquid: `{{ ${variable} | url_encode }}` },
  ]);
  return [{ text: page }, ...parts, ...(fragment === undefined ? [] : [{ text: `#${fragment}` }])];
}
