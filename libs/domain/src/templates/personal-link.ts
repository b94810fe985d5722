import {
  type Context,
  type Emitter,
  type Liquid,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
} from 'liquidjs';
import { isOtherwiseReachable, webAddress, withUtm } from './web-address.ts';

/**
 * A link whose address depends on the person. While a message is compiled, the address is put into a tag of ours, which
 * resolves it when the message is composed: the message then has a tracked address that names the resolved one by its
 * number, and the resolved one is stored beside the message. Nobody can make such an address lead elsewhere.
 */
const name = 'personal_link';

/** A link whose address is not tracked, only resolved. */
const untracked = '-';

export interface PersonalLink {
  /** Of the link in the campaign; null for one that is not tracked. */
  readonly position: number | null;
  /** The address, with Liquid in it. */
  readonly source: string;
  /** Added to the query of the address, such as `utm_source=x`; empty for nothing. */
  readonly utm: string;
}

/** The tag for a link. */
export function personalLinkTag({ position, source, utm }: PersonalLink): string {
  const given = utm === '' ? [source] : [source, utm];
  return `{% ${[name, position ?? untracked, ...given.map(encoded)].join(' ')} %}`;
}

const tag = /\{% personal_link (\d+|-) (\S+)(?: (\S+))? %\}/;
const tags = new RegExp(tag, 'g');
const onlyTag = new RegExp(`^${tag.source}$`);

/** The link that a text with nothing but its tag stands for; null for any other text. */
export function personalLinkIn(text: string): PersonalLink | null {
  return linkOf(onlyTag.exec(text));
}

/** The same text with the positions of its personal links after `by` others. */
export function shiftPersonalLinks(text: string, by: number): string {
  return text.replaceAll(tags, (found) => {
    const link = personalLinkIn(found);
    if (!link || link.position === null) return found;
    return personalLinkTag({ ...link, position: link.position + by });
  });
}

/** Null for a text of the author's own that only looks like one. */
function linkOf(found: readonly (string | undefined)[] | null): PersonalLink | null {
  if (!found) return null;
  const [, position = '', source = '', utm = ''] = found;
  try {
    const [address, parameters] = [decodeURIComponent(source), decodeURIComponent(utm)];
    return { position: position === untracked ? null : Number(position), source: address, utm: parameters };
  } catch {
    return null; // URIError: it was not written above
  }
}

/** In characters that end no tag and mean nothing to Liquid. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll("'", '%27');
}

/** Where the personal links of one message lead, each once: in its HTML and in its text it has the same number. */
export class LinkTargets {
  readonly all: { readonly position: number; readonly url: string }[] = [];
  /** What links were resolved to that nobody can follow. */
  readonly broken: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(position: number, url: string): number {
    const key = `${position} ${url}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.all.push({ position, url }) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}

const collecting = new WeakMap<Context, LinkTargets>();

/** Has the links that are resolved in this context tracked, and `targets` told where they lead. */
export function collectTargets(context: Context, targets: LinkTargets): void {
  collecting.set(context, targets);
}

/** Lets an engine read the tag. The address is resolved by `plain`, which does not escape what variables print, and written by `escape`. */
export function usePersonalLinks(liquid: Liquid, plain: Liquid, escape: (value: string) => string): void {
  liquid.registerTag(
    name,
    class extends Tag {
      readonly #link: PersonalLink;
      readonly #address: Template[];

      constructor(token: TagToken, remaining: TopLevelToken[], engine: Liquid) {
        super(token, remaining, engine);
        const link = personalLinkIn(token.getText());
        if (!link) throw new Error(`the tag ${name} is written by the compiler only`);
        this.#link = link;
        this.#address = plain.parse(link.source);
      }

      *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
        const href = String(yield plain.renderer.renderTemplates(this.#address, context));
        const { position, utm } = this.#link;
        const targets = collecting.get(context);
        const url = webAddress(href);
        if (url === null) {
          if (!isOtherwiseReachable(href)) targets?.broken.push(href);
          emitter.write(escape(href));
          return;
        }
        const target = withUtm(url, utm);
        if (!targets || position === null) return emitter.write(escape(target));
        const tracking = String(yield context._get(['tracking']));
        emitter.write(escape(`${tracking}/${position}-${targets.numberOf(position, target)}`));
      }
    },
  );
}
