import type { TemplateProblem } from '@engagex/domain/templates';
import { linksIn } from './find-links.ts';
import { opensBlock, standsAlone } from './liquid-blocks.ts';
import { hasLiquid, type OpaqueLiquid, stretchesOf } from './opaque-liquid.ts';

/** Where the tracked links of a message lead, by their position. */
export class Links {
  readonly liquid: OpaqueLiquid;
  readonly urls: string[] = [];
  readonly #positions = new Map<string, number>();
  readonly #untracked = new Map<string, TemplateProblem>();

  constructor(liquid: OpaqueLiquid) {
    this.liquid = liquid;
  }

  /** Links that cannot be tracked, in words. */
  get problems(): TemplateProblem[] {
    return [...this.#untracked.values()];
  }

  /**
   * What stands for an address in a tracked message: `{{ tracking }}/<position>`, or null for what is left as it is.
   * Whoever follows a tracked link is sent to an address that was stored at the launch, so nobody can make it lead
   * elsewhere. One with variables in it is another for each person and is not stored: it is not tracked.
   */
  slotOf(href: string, path = 'body'): string | null {
    if (hasLiquid(href)) {
      this.#noteUntracked(href, path);
      return null;
    }
    const url = webAddress(href);
    if (url === null) return null;
    const position = this.#positions.get(url) ?? this.urls.push(url) - 1;
    this.#positions.set(url, position);
    return `${this.liquid.hideOurs('{{ tracking }}')}/${position}`;
  }

  #noteUntracked(href: string, path: string): void {
    const shown = this.liquid.show(href).trim();
    if (/^\{\{-?\s*(unsubscribe_url|preferences_url)\b/.test(shown) || /^(mailto|tel|sms):|^#/i.test(shown)) return;
    const [token] = this.liquid.in(href);
    const message = `Clicks on this link are not tracked, because it contains variables: ${shown}`;
    const line = token?.line ? { line: token.line } : {};
    this.#untracked.set(shown, { severity: 'warning', path: [path], message, ...line });
  }
}

/**
 * Replaces the address of every web link by its slot. Only the characters of the address change: the rest of the
 * markup is kept to the letter.
 */
export function trackLinks(html: string, links: Links): string {
  let result = '';
  let copied = 0;
  for (const { start, end, href } of linksIn(html)) {
    const slot = links.slotOf(href);
    if (slot === null) continue;
    result += html.slice(copied, start) + slot;
    copied = end;
  }
  return result + html.slice(copied);
}

/** The same for a text that an author wrote. */
export function trackLinksInText(text: string, links: Links): string {
  return text.replaceAll(/\bhttps?:\/\/[^\s<>"`]+/gi, (found) => {
    const url = withoutPunctuation(withoutOpenLiquid(found, links.liquid));
    return (links.slotOf(url, 'textBody') ?? url) + found.slice(url.length);
  });
}

/** The same tracked content with its links after `by` others. */
export function shiftLinks(content: string, by: number): string {
  return content.replaceAll(
    /\{\{ tracking \}\}\/(\d+)/g,
    (_, position: string) => `{{ tracking }}/${Number(position) + by}`,
  );
}

/** Where a browser would go (WHATWG URL), in ASCII; null for what is no address of a web page. */
export function webAddress(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

const openingOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** An address in a sentence ends before punctuation, and before a bracket that it did not open. */
function withoutPunctuation(url: string): string {
  const surplus = new Map<string, number>();
  for (const [closing, opening] of Object.entries(openingOf))
    surplus.set(closing, url.split(closing).length - url.split(opening).length);
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url.charAt(end - 1);
    const more = surplus.get(last) ?? 0;
    if (more > 0) surplus.set(last, more - 1);
    else if (!/[.,;:!?'*_~]/.test(last)) break;
  }
  return url.slice(0, end);
}

/** A tag of Liquid that is opened in an address and not closed there, or the other way round, stands around it. */
function withoutOpenLiquid(url: string, liquid: OpaqueLiquid): string {
  const open: number[] = [];
  let at = 0;
  for (const stretch of stretchesOf(url)) {
    const name = liquid.in(stretch)[0]?.name ?? null;
    if (name !== null && opensBlock(name)) open.push(at);
    else if (name !== null && !standsAlone(name) && open.length === 0) return url.slice(0, at);
    else if (name?.startsWith('end')) open.pop();
    at += stretch.length;
  }
  return url.slice(0, open[0] ?? url.length);
}
