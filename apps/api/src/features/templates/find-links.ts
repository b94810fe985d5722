import { Parser } from 'htmlparser2';
import { withoutLiquid } from './opaque-liquid.ts';

/** The address of a link and where it is in the HTML, quotes not included. */
export interface LinkPlace {
  readonly start: number;
  readonly end: number;
  /** As a browser reads it: entities are decoded. */
  readonly href: string;
  /** Only Outlook sees it: it is in a comment with a condition. */
  readonly isForOutlook: boolean;
}

/** What may appear in a tag after its name: white space, stand-ins of Liquid, or an attribute (HTML, 13.1.2.3). */
const part =
  /[\s/]+|\uFDD0[a-z]+\uFDD1|([^\s/>=\uFDD0][^\s/>=\uFDD0]*)(\s*=\s*)?(?:(?<==\s*)("[^"]*"|'[^']*'|[^\s>"'][^\s>]*))?|[=>]/gy;

/** Every link of HTML in which Liquid is hidden, those in Outlook's conditional comments included, in their order. */
export function linksIn(html: string): LinkPlace[] {
  return placesIn(html, { offset: 0, isForOutlook: false });
}

/** An empty address for each link without one; a name for other links to jump to is no link. */
export function missingHrefsIn(html: string): string[] {
  const hrefs: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name !== 'a') return;
      const found = attributesOf(attributes);
      if (!found.has('href') && !found.has('id') && !found.has('name')) hrefs.push('');
    },
  });
  parser.end(html);
  return hrefs;
}

/** Attributes by their names; Liquid right before a name is no part of it. */
export function attributesOf(attributes: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(attributes)) {
    const plain = withoutLiquid(name);
    if (plain && !found.has(plain)) found.set(plain, value);
  }
  return found;
}

function placesIn(html: string, { offset, isForOutlook }: { offset: number; isForOutlook: boolean }): LinkPlace[] {
  const places: LinkPlace[] = [];
  const parser = new Parser(
    {
      onopentagname(name) {
        const isLink = name === 'a' || name === 'area' || (isForOutlook && name.startsWith('v:'));
        if (!isLink) return;
        const tag = parser.startIndex + 1 + name.length;
        for (const { start, end, href } of hrefsOfTag(html, tag))
          places.push({ start: start + offset, end: end + offset, href, isForOutlook });
      },
      oncomment(data) {
        if (/^\s*\[if\b/i.test(data) && !isForOutlook)
          places.push(...placesIn(data, { offset: offset + parser.startIndex + '<!--'.length, isForOutlook: true }));
      },
    },
    { decodeEntities: true, recognizeSelfClosing: true },
  );
  parser.end(html);
  return places;
}

/** All values of href in one tag, for Liquid may choose between several; `at` is the end of the tag's name. */
function hrefsOfTag(html: string, at: number): { start: number; end: number; href: string }[] {
  const hrefs: { start: number; end: number; href: string }[] = [];
  part.lastIndex = at;
  for (let match = part.exec(html); match && match[0] !== '>'; match = part.exec(html)) {
    const [all, name, , value] = match;
    if (name?.toLowerCase() !== 'href' || value === undefined) continue;
    const isQuoted = value.startsWith('"') || value.startsWith("'");
    const [end, length] = isQuoted
      ? [match.index + all.length - 1, value.length - 2]
      : [match.index + all.length, value.length];
    hrefs.push({ start: end - length, end, href: decoded(html.slice(end - length, end)) });
  }
  return hrefs;
}

/** The value of an attribute with its entities decoded, once. */
function decoded(value: string): string {
  if (!value.includes('&')) return value;
  const quote = value.includes('"') ? "'" : '"';
  let href = value;
  const parser = new Parser({ onopentag: (_, attributes) => void (href = attributes['href'] ?? value) });
  parser.end(`<a href=${quote}${value}${quote}>`);
  return href;
}
