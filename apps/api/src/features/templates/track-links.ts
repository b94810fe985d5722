import { escapeHtml } from '@engagex/domain/shared';
import {
  isOtherwiseReachable,
  type PersonalLink,
  personalLinkTag,
  shiftPersonalLinks,
  templateLimits,
  type TemplateProblem,
  webAddress,
  withUtm,
} from '@engagex/domain/templates';
import { type LinkPlace, linksIn } from './find-links.ts';
import { opensBlock, standsAlone, standsByItself } from './liquid-blocks.ts';
import { hasLiquid, type OpaqueLiquid, stretchesOf } from './opaque-liquid.ts';

/** What stands for an address in a message; null for what is left as it is. */
export interface Addresses {
  readonly liquid: OpaqueLiquid;
  /** In HTML, and in any text that is read as it is. */
  slotOf(href: string, path?: string): string | null;
}

/** Links that only messages of campaigns have; they are ours and lead to pages that count for themselves. */
const ours = /\b(?:unsubscribe_url|preferences_url|view_in_browser_url)\b/;

/** A link whose address depends on the person, as the tag that resolves it. Null for what cannot be resolved by itself. */
function personalLink(href: string, liquid: OpaqueLiquid, options: Pick<PersonalLink, 'position' | 'utm'>) {
  const source = withoutBraces(href, liquid);
  const isTooLong = encodeURIComponent(source.toWellFormed()).length > templateLimits.tagCharacters - 1_000;
  if (isTooLong || !standsByItself(liquid.in(href))) return null;
  return liquid.hideOurs(personalLinkTag({ source, ...options }));
}

/** Where the tracked links of a message lead, by their position. */
export class Links implements Addresses {
  readonly liquid: OpaqueLiquid;
  /** Of links that depend on the person: their address with its Liquid, as people recognize them. */
  readonly urls: string[] = [];
  readonly #utm: string;
  readonly #positions = new Map<string, number>();
  readonly #untracked = new Map<string, TemplateProblem>();

  constructor(liquid: OpaqueLiquid, utm = '') {
    this.liquid = liquid;
    this.#utm = utm;
  }

  /** Links that cannot be tracked, in words. */
  get problems(): TemplateProblem[] {
    return [...this.#untracked.values()];
  }

  /**
   * `{{ tracking }}/<position>`: whoever follows a tracked link is sent to an address that was stored at the launch, or,
   * where it depends on the person, when their message was composed. So nobody can make it lead elsewhere.
   */
  slotOf(href: string, path = 'body'): string | null {
    if (hasLiquid(href)) return this.#personalSlotOf(href, path);
    const url = webAddress(href);
    if (url === null) return null;
    return `${this.liquid.hideOurs('{{ tracking }}')}/${this.#positionOf(withUtm(url, this.#utm))}`;
  }

  #personalSlotOf(href: string, path: string): string | null {
    const { liquid } = this;
    const shown = liquid.show(href).trim();
    if (isOtherwiseReachable(shown) || ours.test(shown)) return null;
    const next = this.#positions.get(shown) ?? this.urls.length;
    const slot = personalLink(href, liquid, { position: next, utm: this.#utm });
    if (slot === null) this.#noteUntracked(href, path);
    else this.#positionOf(shown);
    return slot;
  }

  #positionOf(url: string): number {
    const position = this.#positions.get(url) ?? this.urls.push(url) - 1;
    this.#positions.set(url, position);
    return position;
  }

  #noteUntracked(href: string, path: string): void {
    const shown = this.liquid.show(href).trim();
    const [token] = this.liquid.in(href);
    const message = `Clicks on this link are not tracked, because its Liquid depends on what is around it: ${shown}`;
    const line = token?.line ? { line: token.line } : {};
    this.#untracked.set(shown, { severity: 'warning', path: [path], message, ...line });
  }
}

/** The addresses themselves, with UTM parameters. */
export class PlainLinks implements Addresses {
  readonly liquid: OpaqueLiquid;
  readonly #utm: string;

  constructor(liquid: OpaqueLiquid, utm: string) {
    this.liquid = liquid;
    this.#utm = utm;
  }

  slotOf(href: string, path = 'body'): string | null {
    if (this.#utm === '') return null;
    if (hasLiquid(href)) {
      const shown = this.liquid.show(href).trim();
      if (isOtherwiseReachable(shown) || ours.test(shown)) return null;
      return personalLink(href, this.liquid, { position: null, utm: this.#utm });
    }
    const url = webAddress(href);
    if (url === null) return null;
    const address = withUtm(url, this.#utm);
    return path === 'textBody' ? address : escapeHtml(address);
  }
}

/**
 * Replaces the address of every web link by its slot. Only the characters of the address change: the rest of the
 * markup is kept to the letter.
 */
export function trackLinks(html: string, links: Addresses, places: readonly LinkPlace[] = linksIn(html)): string {
  let result = '';
  let copied = 0;
  for (const { start, end, href } of places) {
    const slot = links.slotOf(href);
    if (slot === null) continue;
    result += html.slice(copied, start) + slot;
    copied = end;
  }
  return result + html.slice(copied);
}

/** The same for a text that an author wrote. */
export function trackLinksInText(text: string, links: Addresses): string {
  return text.replaceAll(/\bhttps?:\/\/[^\s<>"`]+/gi, (found) => {
    const url = withoutPunctuation(withoutOpenLiquid(found, links.liquid));
    return (links.slotOf(url, 'textBody') ?? url) + found.slice(url.length);
  });
}

/** The same tracked content with its links after `by` others. */
export function shiftLinks(content: string, by: number): string {
  const shifted = content.replaceAll(
    /\{\{ tracking \}\}\/(\d+)/g,
    (_, position: string) => `{{ tracking }}/${Number(position) + by}`,
  );
  return shiftPersonalLinks(shifted, by);
}

/** The address with its Liquid to the letter. Braces that were written as entities would be read as Liquid. */
function withoutBraces(href: string, liquid: OpaqueLiquid): string {
  const encode = (text: string) => text.replaceAll('{', '%7B').replaceAll('}', '%7D');
  return stretchesOf(href.trim())
    .map((stretch) => (hasLiquid(stretch) ? liquid.show(stretch) : encode(stretch)))
    .join('');
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
