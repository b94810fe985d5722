import {
  type BlockInput,
  documentLimits,
  type EmailDocument,
  type Inline,
  type Link,
  type List,
  type PlainLine,
  readDocument,
  type RichBlock,
} from '@engagex/domain/documents';

type Part = BlockInput extends infer Each ? (Each extends BlockInput ? Omit<Each, 'id'> : never) : never;
type Picture =
  | { readonly from: 'web'; readonly url: string }
  | { readonly from: 'variable'; readonly variable: string };

/** Puts what is read one after another into blocks of one column. */
export class DocumentBuilder {
  readonly #parts: Part[] = [];
  /** Paragraphs and lists of the text block that is under way. */
  #text: RichBlock[] = [];
  #line: Inline[] = [];
  #level: number | null = null;
  #lists: { readonly isOrdered: boolean }[] = [];

  add(node: Inline): void {
    this.#line.push(node);
  }

  heading(level: number): void {
    this.#level = level;
  }

  openList(isOrdered: boolean): void {
    this.#lists.push({ isOrdered });
  }

  closeList(): void {
    this.#lists.pop();
  }

  /** The end of a line: of a paragraph, a cell, an item, a heading. */
  end(): void {
    const content = tidied(this.#line);
    this.#line = [];
    const level = this.#level;
    if (content.length === 0) return;
    this.#level = null;
    for (let at = 0; at < content.length; at += documentLimits.nodes)
      this.#paragraph(content.slice(at, at + documentLimits.nodes), level);
  }

  image(picture: Picture, alt: readonly Inline[], link: Link | null): void {
    this.end();
    this.#endText();
    const content: NonNullable<PlainLine['content'][0]['content']> = [];
    for (const node of alt) {
      if (node.type === 'text') content.push({ type: node.type, text: node.text });
      if (node.type === 'variable') content.push({ type: node.type, attrs: node.attrs });
    }
    this.#parts.push({
      type: 'image',
      picture,
      alt: { type: 'doc', content: [{ type: 'paragraph', content }] },
      link,
    });
  }

  divider(): void {
    this.end();
    this.#endText();
    this.#parts.push({ type: 'divider' });
  }

  /** Throws `document.invalid` when it is more than a document can be. */
  document(): EmailDocument {
    this.end();
    this.#endText();
    const blocks = this.#parts.map((part, at) => ({ id: `block-${at + 1}`, ...part }));
    return readDocument({
      version: 1,
      sections: [{ id: 'section-1', columns: [{ id: 'column-1', blocks }] }],
    });
  }

  #paragraph(content: Inline[], level: number | null): void {
    if (level !== null && !content.some(({ type }) => type === 'hardBreak')) {
      this.#endText();
      const known = level === 1 ? 1 : level === 2 ? 2 : 3;
      this.#parts.push({
        type: 'heading',
        level: known,
        content: { type: 'doc', content: [{ type: 'paragraph', content }] },
      });
      return;
    }
    const list = this.#lists.at(-1);
    if (!list) this.#text.push({ type: 'paragraph', content });
    else this.#listItem(content, list.isOrdered);
    if (this.#text.length >= documentLimits.nodes) this.#endText();
  }

  #listItem(content: Inline[], isOrdered: boolean): void {
    const type = isOrdered ? 'orderedList' : 'bulletList';
    const last = this.#text.at(-1);
    const item = { type: 'listItem' as const, content: [{ type: 'paragraph' as const, content }] };
    if (last?.type === type && last.content.length < documentLimits.nodes) {
      last.content.push(item);
      return;
    }
    const list: List = { type, content: [item] };
    this.#text.push(list);
  }

  #endText(): void {
    if (this.#text.length === 0) return;
    this.#parts.push({ type: 'text', content: { type: 'doc', content: this.#text } });
    this.#text = [];
  }
}

/** Without spaces at the ends and without double ones, as HTML shows it; breaks at the ends go too. */
function tidied(line: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  for (const node of line) {
    const last = result.at(-1);
    const startsLine = !last || last.type === 'hardBreak' || (last.type === 'text' && last.text.endsWith(' '));
    if (node.type !== 'text') {
      if (node.type !== 'hardBreak' || last) result.push(node);
      continue;
    }
    const text = node.text.replaceAll(/[ \t]+/g, ' ');
    const shown = startsLine ? text.replace(/^ /, '') : text;
    if (shown !== '') result.push({ ...node, text: shown });
  }
  for (let last = result.at(-1); last; last = result.at(-1)) {
    if (last.type === 'hardBreak') result.pop();
    else if (last.type === 'text' && /^\s+$/.test(last.text)) result.pop();
    else break;
  }
  return result;
}
