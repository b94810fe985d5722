import { Parser } from 'htmlparser2';
import { attributesOf } from './find-links.ts';
import { isBranch, opensBlock, prints, tagsToKeep } from './liquid-blocks.ts';
import { hasLiquid, type OpaqueLiquid, stretchesOf } from './opaque-liquid.ts';

/** Line breaks around elements; all others are part of a line. */
const breaksAround: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...Object.fromEntries(
      ['address', 'article', 'aside', 'center', 'dd', 'div', 'dl', 'dt', 'fieldset', 'figcaption'].map((name) => [
        name,
        1,
      ]),
    ),
    ...Object.fromEntries(
      ['footer', 'form', 'header', 'li', 'main', 'nav', 'section', 'tr', 'caption'].map((name) => [name, 1]),
    ),
    ...Object.fromEntries(
      ['blockquote', 'figure', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'ol', 'p', 'pre', 'table', 'ul'].map(
        (name) => [name, 2],
      ),
    ),
  }),
);
const neverShown = new Set(['head', 'noscript', 'script', 'style', 'svg', 'template', 'title']);
const withoutEnd = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'wbr',
]);
const rowsOf = new Set(['ol', 'table', 'tbody', 'ul']);
const between = '  '; // cells of a row

interface Layout {
  readonly breaks: number;
  readonly isCell: boolean;
  readonly atStart: boolean;
}

interface OpenLink {
  readonly href: string;
  readonly start: number;
}

/** What to say about where a link leads; null for nothing. */
export interface AddressOf {
  /** The address as it is in the text. */
  readonly shown: string;
  /** As its reader would write it, to see whether the link says it already. */
  readonly target: string;
}

/**
 * The plain text of HTML in which Liquid is hidden, with the same Liquid in it: its tags stand around the same words as
 * in the HTML. What the HTML does not show is left out, pictures are their words, and links say where they lead.
 */
export function textOfHtml(html: string, liquid: OpaqueLiquid, addressOf: (href: string) => AddressOf | null): string {
  return new TextOfHtml(liquid, addressOf).read(html);
}

class TextOfHtml {
  readonly #parts: string[] = [];
  #breaks = 0;
  #isCell = false;
  #hasSpace = false;
  #atStart = true;
  #bullet = '';
  /** Elements that are open, to find those that are not shown. */
  readonly #open: { name: string; isHidden: boolean; layout: boolean }[] = [];
  #hiddenDepth = 0;
  #unseen: string[] = [];
  #preDepth = 0;
  readonly #lists: { number: number | null }[] = [];
  readonly #links: OpenLink[] = [];
  readonly #blocks: { name: string; before: Layout }[] = [];

  readonly #liquid: OpaqueLiquid;
  readonly #addressOf: (href: string) => AddressOf | null;

  constructor(liquid: OpaqueLiquid, addressOf: (href: string) => AddressOf | null) {
    this.#liquid = liquid;
    this.#addressOf = addressOf;
  }

  read(html: string): string {
    const parser = new Parser(
      {
        onopentag: (name, attributes) => this.#openTag(name, attributes),
        onclosetag: (name) => this.#closeTag(name),
        ontext: (text) => this.#readText(text),
        oncomment: (text) => this.#keepTags(text),
      },
      { decodeEntities: true, recognizeSelfClosing: true },
    );
    parser.end(html);
    return this.#parts.join('').trim();
  }

  #openTag(name: string, raw: Readonly<Record<string, string>>): void {
    const attributes = attributesOf(raw);
    const shownAttributes = name === 'a' ? ['href'] : name === 'img' || name === 'area' ? ['alt', 'href'] : [];
    this.#keepTags(
      Object.entries(raw)
        .map(([key, value]) => (shownAttributes.some((shown) => key.endsWith(shown)) ? key : key + value))
        .join(''),
    );
    if (withoutEnd.has(name)) {
      if (this.#hiddenDepth === 0 && !isNotShown(attributes)) this.#writeVoid(name, attributes);
      return;
    }
    const isHidden = neverShown.has(name) || isNotShown(attributes);
    const layout = name === 'table' && /^(presentation|none)$/i.test(attributes.get('role') ?? '');
    this.#open.push({ name, isHidden, layout });
    if (isHidden) this.#hiddenDepth += 1;
    if (this.#hiddenDepth > 0) return;
    this.#breakBefore(name);
    if (name === 'pre') this.#preDepth += 1;
    if (name === 'ol' || name === 'ul') this.#lists.push({ number: name === 'ol' ? 0 : null });
    if (name === 'li') this.#bullet = this.#nextBullet();
    if (name === 'td' || name === 'th') this.#isCell = this.#breaks === 0 && !this.#atStart;
    const href = attributes.get('href');
    if (name === 'a') this.#links.push({ href: href ?? '', start: this.#parts.length });
  }

  #closeTag(name: string): void {
    const open = withoutEnd.has(name) ? undefined : this.#open.pop();
    if (!open) return;
    if (this.#hiddenDepth > 0) {
      if (open.isHidden) this.#hiddenDepth -= 1;
      if (this.#hiddenDepth === 0) this.#writeUnseen();
      return;
    }
    if (name === 'a') this.#writeAddress(this.#links.pop());
    if (name === 'ol' || name === 'ul') this.#lists.pop();
    if (name === 'pre') this.#preDepth -= 1;
    this.#breakBefore(name);
  }

  #breakBefore(name: string): void {
    const rows = name === 'tr' && this.#open.findLast((each) => each.name === 'table')?.layout ? 2 : 0;
    const nested = (name === 'ol' || name === 'ul') && this.#lists.length > 0 ? 1 : null;
    const breaks = nested ?? (rows || (breaksAround.get(name) ?? 0));
    this.#breaks = Math.max(this.#breaks, breaks);
    if (breaks > 0) this.#hasSpace = false;
  }

  #writeVoid(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'br') {
      this.#breaks = Math.min(this.#breaks + 1, 3);
      this.#hasSpace = false;
    }
    if (name === 'hr') this.#breakBefore(name);
    const alt = attributes.get('alt')?.trim() ?? '';
    if (name === 'img' && alt !== '') {
      this.#hasSpace = true;
      this.#write(alt);
      this.#hasSpace = true;
    }
    if (name === 'area') {
      const link = { href: attributes.get('href') ?? '', start: this.#parts.length };
      this.#breaks = Math.max(this.#breaks, 1);
      if (alt !== '') this.#write(alt);
      this.#writeAddress(link);
    }
  }

  #readText(text: string): void {
    if (this.#hiddenDepth > 0) this.#unseen.push(text);
    else this.#write(text);
  }

  /** What the tag of an element or a comment says is not shown, but its Liquid may choose what is. */
  #keepTags(text: string): void {
    if (!hasLiquid(text)) return;
    if (this.#hiddenDepth > 0) this.#unseen.push(text);
    else this.#writeTags(text);
  }

  #writeUnseen(): void {
    const unseen = this.#unseen.join('');
    this.#unseen = [];
    if (hasLiquid(unseen)) this.#writeTags(unseen);
  }

  #writeTags(text: string): void {
    const kept = new Set(tagsToKeep(this.#liquid.in(text)));
    if (kept.size === 0) return;
    for (const stretch of stretchesOf(text)) {
      const [token] = hasLiquid(stretch) ? this.#liquid.in(stretch) : [];
      if (token && kept.has(token)) this.#writeTag(token.name ?? '', stretch);
    }
  }

  #write(text: string): void {
    for (const stretch of stretchesOf(text)) {
      const [token] = hasLiquid(stretch) ? this.#liquid.in(stretch) : [];
      if (!token) this.#writeWords(stretch);
      else if (token.name === null || prints(token.name)) this.#append(stretch);
      else this.#writeTag(token.name, stretch);
    }
  }

  #writeWords(text: string): void {
    if (this.#preDepth > 0) {
      if (text !== '') this.#append(text.replaceAll(/\r\n?/g, '\n'));
      return;
    }
    const words = text.replaceAll(/\u200b|\u200c|\u034f|\u00ad/g, '').replaceAll(/[\s\u00a0]+/g, ' ');
    if (words.startsWith(' ')) this.#hasSpace = true;
    const trimmed = words.trim();
    if (trimmed === '') return;
    this.#append(trimmed);
    this.#hasSpace = words.endsWith(' ');
  }

  #append(text: string): void {
    this.#writeLayout();
    this.#parts.push(text);
  }

  /** The breaks and spaces that were only noted until now. */
  #writeLayout(): void {
    if (this.#atStart) this.#parts.push(this.#bullet);
    else if (this.#breaks > 0) this.#parts.push('\n'.repeat(Math.min(this.#breaks, 2)), this.#bullet);
    else if (this.#isCell) this.#parts.push(between);
    else if (this.#hasSpace) this.#parts.push(' ');
    this.#lay({ breaks: 0, isCell: false, atStart: false });
    this.#bullet = '';
  }

  /**
   * A tag stays where it is, and line breaks come after it, with the words they belong to: a block that is left out
   * leaves no empty lines. Each branch begins as the first did.
   */
  #writeTag(name: string, standIn: string): void {
    if (this.#hasSpace && this.#breaks === 0 && !this.#atStart && !this.#isCell) this.#parts.push(' ');
    this.#hasSpace = false;
    const block = this.#blocks.at(-1);
    const isEnd = name.startsWith('end');
    if (block && (isBranch(name) || isEnd)) {
      // What comes first may be left out, and then the text would begin with empty lines.
      if (block.before.atStart && this.#breaks > 0) {
        this.#parts.push('\n'.repeat(Math.min(this.#breaks, 2)));
        this.#lay(block.before);
      } else if (isBranch(name)) this.#lay(block.before);
      if (isEnd) this.#blocks.pop();
    }
    // What stands between the rows of a table or list stands before the first of them only.
    if (name === 'for' && this.#breaks > 1 && !this.#atStart && rowsOf.has(this.#open.at(-1)?.name ?? '')) {
      this.#parts.push('\n');
      this.#breaks = 1;
    }
    this.#parts.push(standIn);
    if (opensBlock(name)) this.#blocks.push({ name, before: this.#layout });
  }

  get #layout(): Layout {
    return { breaks: this.#breaks, isCell: this.#isCell, atStart: this.#atStart };
  }

  #lay({ breaks, isCell, atStart }: Layout): void {
    this.#breaks = breaks;
    this.#isCell = isCell;
    this.#atStart = atStart;
    this.#hasSpace = false;
  }

  #nextBullet(): string {
    const list = this.#lists.at(-1);
    const indent = '  '.repeat(Math.max(0, this.#lists.length - 1));
    const isRepeated = this.#blocks.some(({ name }) => name === 'for');
    if (!list || list.number === null || isRepeated) return `${indent}* `;
    list.number += 1;
    return `${indent}${list.number}. `;
  }

  #writeAddress(link: OpenLink | undefined): void {
    const address = link && this.#addressOf(link.href);
    if (!link || !address) return;
    const label = this.#parts.slice(link.start).join('');
    const isTagged = this.#liquid.in(label).some(({ name }) => name !== null);
    const words = label.trim();
    if (words === '') return this.#append(address.shown);
    if (isSame(words, address.target) && /^(mailto|tel|sms):/i.test(address.target)) return;
    if (isTagged || !isSame(this.#liquid.show(words), address.target))
      return void this.#parts.push(` <${address.shown}>`);
    this.#parts.length = link.start;
    this.#parts.push(label.replace(words, () => address.shown));
  }
}

function isSame(words: string, target: string): boolean {
  const bare = (address: string) =>
    address
      .replace(/^(https?:\/\/|mailto:|tel:)/i, '')
      .replace(/\/$/, '')
      .toLowerCase();
  return bare(words) === bare(target);
}

/** By its own attributes; style sheets are not looked at. */
function isNotShown(attributes: ReadonlyMap<string, string>): boolean {
  const style = attributes.get('style') ?? '';
  if (hasLiquid(style)) return false;
  return attributes.has('hidden') || /(^|[;\s])(display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
}
