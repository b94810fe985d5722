import { Parser } from 'htmlparser2';

const trackedTags = new Set(['a', 'area']);

/**
 * Replaces the address of every web link by `{{ tracking }}/<position>`. Links with Liquid in them (such as
 * `{{ unsubscribe_url }}`), mailto:, tel: and # stay as they are. Only the attribute's characters change: the rest
 * of the markup, Liquid tags included, is kept to the letter.
 */
export function trackLinks(html: string): { html: string; links: string[] } {
  const links: string[] = [];
  let result = '';
  let copied = 0;
  const parser = new Parser(
    {
      onopentag(name, { href }) {
        if (!trackedTags.has(name) || !href || !isWebAddress(href)) return;
        const place = hrefIn(html.slice(parser.startIndex, parser.endIndex + 1));
        if (!place) return;
        result += html.slice(copied, parser.startIndex + place.start) + slotOf(href.trim(), links);
        copied = parser.startIndex + place.end;
      },
    },
    { decodeEntities: true, recognizeSelfClosing: true },
  );
  parser.end(html);
  return { html: result + html.slice(copied), links };
}

/** The same for a text part; positions continue those of the HTML. */
export function trackLinksInText(text: string, links: string[]): string {
  return text.replaceAll(/https?:\/\/[^\s<>"')\]{}]+/g, (url) => {
    const trailing = /[.,;:!?]+$/.exec(url)?.[0] ?? '';
    return slotOf(url.slice(0, url.length - trailing.length), links) + trailing;
  });
}

/** The same tracked content with its links after `by` others. */
export function shiftLinks(content: string, by: number): string {
  return content.replaceAll(
    /\{\{ tracking \}\}\/(\d+)/g,
    (_, position: string) => `{{ tracking }}/${Number(position) + by}`,
  );
}

function slotOf(url: string, links: string[]): string {
  const known = links.indexOf(url);
  return `{{ tracking }}/${known === -1 ? links.push(url) - 1 : known}`;
}

function isWebAddress(href: string): boolean {
  if (href.includes('{{') || href.includes('{%')) return false;
  const address = href.trim();
  return /^https?:\/\//i.test(address) && URL.canParse(address);
}

/** Where the value of href stands in the text of one tag. */
function hrefIn(tag: string): { start: number; end: number } | null {
  const found = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/i.exec(tag);
  if (!found) return null;
  const value = found[1] ?? found[2] ?? found[3] ?? '';
  const quoted = found[3] === undefined ? 1 : 0;
  const end = found.index + found[0].length - quoted;
  return { start: end - value.length, end };
}
