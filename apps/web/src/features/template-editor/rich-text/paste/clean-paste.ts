import {
  type Inline,
  type Link,
  type List,
  type Mark,
  nodesOfText,
  normalizedAddress,
  type RichBlock,
} from '@engagex/domain/documents';
import { cleanText } from '../our-json.ts';
import { type ListLine, listsOf } from './list-lines.ts';
import { type PastedNode, styleOf } from './pasted-node.ts';
import { isMarker, wordItemOf } from './word-lists.ts';

const skipped = new Set([
  'script',
  'style',
  'head',
  'meta',
  'title',
  'xml',
  'template',
  'noscript',
  'svg',
  'img',
  'o:p',
]);
const blocks = new Set(
  'p div section article header footer main aside blockquote pre table tbody thead tfoot tr td th dl dt dd figure figcaption address center form fieldset hr body'.split(
    ' ',
  ),
);
const levels: Readonly<Record<string, 1 | 2 | 3>> = { h1: 1, h2: 2, h3: 3, h4: 3, h5: 3, h6: 3 };

type Marks = Readonly<Partial<Record<Mark['type'], Mark>>>;

/**
 * Pasted HTML as paragraphs, headings and lists with our marks. What Word, Google Docs and Gmail mean is kept: bold,
 * italic, underlined, struck through, links, levels of headings and lists. Fonts, sizes and colors are the brand's here, and left out.
 */
export function cleanPaste(nodes: readonly PastedNode[]): RichBlock[] {
  const cleaner = new Cleaner();
  cleaner.walk(nodes, {}, 0);
  return cleaner.end();
}

class Cleaner {
  readonly #done: RichBlock[] = [];
  #lines: ListLine[] = [];
  #inlines: Inline[] = [];
  /** What the text being read belongs to. */
  #level: 1 | 2 | 3 | null = null;
  #item: Omit<ListLine, 'content'> | null = null;

  walk(nodes: readonly PastedNode[], marks: Marks, depth: number): void {
    for (const node of nodes) this.#visit(node, marks, depth);
  }

  end(): RichBlock[] {
    this.#endLine();
    this.#endList();
    return this.#done;
  }

  #visit(node: PastedNode, marks: Marks, depth: number): void {
    if (node.name === '#text') return this.#addText(node.text, marks);
    if (skipped.has(node.name) || isMarker(node) || isHidden(node)) return;
    if (node.name === 'br') return this.#addBreak(node);
    const own = marksOf(node, marks);
    if (node.name === 'ul' || node.name === 'ol') return this.#visitList(node, own, depth + 1);
    const level = levels[node.name] ?? (/\bMsoTitle\b/.test(node.attributes['class'] ?? '') ? 1 : undefined);
    const word = wordItemOf(node);
    if (!level && !word && !blocks.has(node.name)) return this.walk(node.children, own, depth);
    this.#endLine();
    if (word) this.#item = { depth: word.level, isOrdered: word.isOrdered, start: word.start, isNew: true };
    else if (depth === 0) this.#endList();
    this.#level = this.#item === null ? (level ?? null) : null;
    this.walk(node.children, own, depth);
    this.#endLine();
    this.#level = null;
    if (word) this.#item = null;
  }

  #visitList(list: PastedNode, marks: Marks, depth: number): void {
    this.#endLine();
    const before = this.#item;
    const isOrdered = list.name === 'ol';
    let start = Number(list.attributes['start'] ?? '1') || 1;
    for (const child of list.children) {
      if (child.name !== 'li') {
        // Google Docs and Gmail write an inner list beside the item it belongs to.
        if (child.name === 'ul' || child.name === 'ol') this.#visitList(child, marks, depth + 1);
        continue;
      }
      this.#item = { depth, isOrdered, start, isNew: true };
      this.walk(child.children, marksOf(child, marks), depth);
      this.#endLine();
      start += 1;
    }
    this.#item = before && { ...before, isNew: false };
    if (depth === 1) this.#endList();
  }

  #addText(text: string, marks: Marks): void {
    const collapsed = cleanText(text.replaceAll(/[ \t\r\n\f]+/g, ' ').replaceAll('\u00a0', ' ')).replaceAll(
      / {2,}/g,
      ' ',
    );
    const last = this.#inlines.at(-1);
    const isAfterSpace = !last || last.type === 'hardBreak' || (last.type === 'text' && last.text.endsWith(' '));
    const kept = isAfterSpace ? collapsed.trimStart() : collapsed;
    if (kept === '') return;
    // In a heading everything is bold.
    const list = Object.values(marks).filter(({ type }) => type !== 'bold' || this.#level === null);
    for (const node of nodesOfText(kept)) this.#inlines.push(list.length > 0 ? { ...node, marks: list } : node);
  }

  #addBreak({ attributes }: PastedNode): void {
    if (attributes['class'] === 'Apple-interchange-newline') return;
    if (this.#inlines.length > 0) this.#inlines.push({ type: 'hardBreak' });
  }

  /** What was read since the last block becomes one; nothing when that was only space. */
  #endLine(): void {
    const content = trimmed(this.#inlines);
    this.#inlines = [];
    if (content.length === 0) return;
    if (this.#item) {
      this.#lines.push({ ...this.#item, content });
      this.#item = { ...this.#item, isNew: false };
      return;
    }
    this.#endList();
    this.#done.push(
      this.#level === null
        ? { type: 'paragraph', content }
        : { type: 'heading', attrs: { level: this.#level }, content },
    );
  }

  #endList(): void {
    const lists: List[] = listsOf(this.#lines);
    this.#lines = [];
    this.#done.push(...lists);
  }
}

function marksOf(node: PastedNode, around: Marks): Marks {
  const { name, attributes } = node;
  const style = styleOf(node);
  const marks: Record<string, Mark> = { ...around };
  const turn = (type: 'bold' | 'italic' | 'underline' | 'strike', is: boolean | undefined) => {
    if (is === true) marks[type] = { type };
    if (is === false) delete marks[type];
  };
  const weight = style['font-weight'];
  turn('bold', weight === undefined ? (name === 'b' || name === 'strong' ? true : undefined) : isBold(weight));
  const slant = style['font-style'];
  turn(
    'italic',
    slant === undefined ? (name === 'i' || name === 'em' ? true : undefined) : /italic|oblique/.test(slant),
  );
  const target = name === 'a' ? linkTo(attributes['href'] ?? '') : null;
  if (target) marks['link'] = { type: 'link', attrs: { link: target } };
  const line = `${style['text-decoration'] ?? ''} ${style['text-decoration-line'] ?? ''}`;
  // Links are underlined anyway, and by every program in its own way.
  if (marks['link']) delete marks['underline'];
  else turn('underline', name === 'u' || name === 'ins' || line.includes('underline') ? true : undefined);
  turn('strike', ['s', 'strike', 'del'].includes(name) || line.includes('line-through') ? true : undefined);
  return marks;
}

function isBold(weight: string): boolean {
  return weight === 'bold' || weight === 'bolder' || Number(weight) >= 600;
}

function isHidden(node: PastedNode): boolean {
  const style = styleOf(node);
  return style['display'] === 'none' || style['mso-hide'] === 'all';
}

/** Where a link leads; Google wraps those of its documents. */
function linkTo(href: string): Link | null {
  const wrapped = URL.canParse(href) ? new URL(href) : null;
  const isWrapped = wrapped?.hostname === 'www.google.com' && wrapped.pathname === '/url';
  const address = (isWrapped ? wrapped.searchParams.get('q') : null) ?? href;
  return normalizedAddress(address) === null ? null : { to: 'address', address: cleanText(address), query: [] };
}

/** Without spaces and line breaks at both ends. */
function trimmed(inlines: readonly Inline[]): Inline[] {
  const isSpace = (node: Inline | undefined) =>
    node?.type === 'hardBreak' || (node?.type === 'text' && node.text.trim() === '');
  let start = 0;
  let end = inlines.length;
  while (start < end && isSpace(inlines[start])) start += 1;
  while (end > start && isSpace(inlines[end - 1])) end -= 1;
  return inlines.slice(start, end).map((node, at, { length }) => {
    if (node.type !== 'text') return node;
    const text = at === length - 1 ? node.text.trimEnd() : node.text;
    return { ...node, text: at === 0 ? text.trimStart() : text };
  });
}
