import { escapeHtml } from '../../shared/index.ts';
import { type HrefPart, hrefOf, type Link } from '../link.ts';
import type { ColorChoice } from '../style.ts';
import { withoutLiquidMeaning } from '../text.ts';
import { liquidOf } from '../variable.ts';
import type { Inline, List, Mark, PlainLine, RichBlock, RichLine, RichText } from './rich-text.ts';

/** An element's look: CSS and class names of ours. */
export interface Look {
  readonly css: string;
  readonly className?: string | undefined;
}

/** How the parts of a text look; made of the brand where a document is rendered. */
export interface TextLook {
  readonly heading: (level: 1 | 2 | 3) => Look;
  readonly link: Look;
  readonly color: (choice: ColorChoice) => Look;
  /** Pixels between paragraphs. */
  readonly gap: number;
  readonly direction: 'ltr' | 'rtl';
}

/** All elements that a text can become. */
export const textElements = [
  'p',
  'h1',
  'h2',
  'h3',
  'ul',
  'ol',
  'li',
  'br',
  'strong',
  'em',
  'u',
  's',
  'a',
  'span',
] as const;

/** A text as HTML. Whatever it holds, it has no other elements than `textElements` and no attributes but ours. */
export function htmlOf(text: RichText, look: TextLook): string {
  return text.content.map((block, at) => htmlOfBlock(block, look, at === text.content.length - 1)).join('');
}

/** The inside of one line. */
export function htmlOfLine(line: RichLine | PlainLine, look: TextLook): string {
  return htmlOfInline(line.content[0].content, look);
}

/** One line without marks, between tags or in a quoted attribute. */
export function htmlOfPlainLine(line: PlainLine): string {
  return (line.content[0].content ?? [])
    .map((node) => (node.type === 'variable' ? liquidOf(node.attrs) : escaped(node.text)))
    .join('');
}

/** Attributes are built of parts, never by putting texts together: a quote in one cannot end it. */
export function hrefAttribute(link: Link): string {
  return hrefOf(link)
    .map((part: HrefPart) => ('liquid' in part ? part.liquid : escapeHtml(part.text)))
    .join('');
}

/** Typed text in HTML. */
export function escaped(text: string): string {
  return escapeHtml(withoutLiquidMeaning(text));
}

export function element(name: (typeof textElements)[number], { css, className }: Look, inside: string): string {
  const classes = className ? ` class="${className}"` : '';
  const style = css ? ` style="${escapeHtml(css)}"` : '';
  return `<${name}${classes}${style}>${inside}</${name}>`;
}

function htmlOfBlock(block: RichBlock, look: TextLook, isLast: boolean): string {
  const margin = `margin:0 0 ${isLast ? 0 : look.gap}px`;
  switch (block.type) {
    case 'paragraph':
      return element('p', { css: margin }, htmlOfInline(block.content, look) || '<br />');
    case 'heading': {
      const { css, className } = look.heading(block.attrs.level);
      const inside = htmlOfInline(block.content, look) || '<br />';
      return element(`h${block.attrs.level}`, { css: `${margin};${css}`, className }, inside);
    }
    case 'bulletList':
    case 'orderedList':
      return htmlOfList(block, look, margin);
  }
}

function htmlOfList(list: List, look: TextLook, margin: string): string {
  const side = look.direction === 'rtl' ? '0 24px 0 0' : '0 0 0 24px';
  const name = list.type === 'orderedList' ? 'ol' : 'ul';
  const items = list.content.map(({ content }) => {
    const inside = content.map((part) =>
      part.type === 'paragraph'
        ? element('p', { css: 'margin:0' }, htmlOfInline(part.content, look))
        : htmlOfList(part, look, 'margin:0'),
    );
    return element('li', { css: 'margin:0 0 6px' }, inside.join(''));
  });
  const start =
    list.type === 'orderedList' && list.attrs && list.attrs.start !== 1 ? ` start="${list.attrs.start}"` : '';
  return element(name, { css: `${margin};padding:${side}` }, items.join('')).replace(`<${name}`, `<${name}${start}`);
}

/** From the outermost to the innermost. */
const markOrder = ['link', 'color', 'bold', 'italic', 'underline', 'strike'] as const;

function htmlOfInline(content: readonly Inline[] | undefined, look: TextLook): string {
  return runsOf(content ?? [], 0, look);
}

/** Neighbors with the same mark share an element: a link with a bold word in it stays one link. */
function runsOf(nodes: readonly Inline[], depth: number, look: TextLook): string {
  const type = markOrder[depth];
  if (type === undefined) return nodes.map(htmlOfNode).join('');
  let html = '';
  let at = 0;
  while (at < nodes.length) {
    const mark = markOf(nodes[at], type);
    const key = JSON.stringify(mark);
    let end = at + 1;
    while (end < nodes.length && JSON.stringify(markOf(nodes[end], type)) === key) end += 1;
    const inside = runsOf(nodes.slice(at, end), depth + 1, look);
    html += mark ? marked(mark, inside, look) : inside;
    at = end;
  }
  return html;
}

function markOf(node: Inline | undefined, type: Mark['type']): Mark | undefined {
  return node?.marks?.find((mark) => mark.type === type);
}

function htmlOfNode(node: Inline): string {
  if (node.type === 'hardBreak') return '<br />';
  return node.type === 'variable' ? liquidOf(node.attrs) : escaped(node.text);
}

function marked(mark: Mark, inside: string, look: TextLook): string {
  switch (mark.type) {
    case 'bold':
      return element('strong', { css: '' }, inside);
    case 'italic':
      return element('em', { css: '' }, inside);
    case 'underline':
      return element('u', { css: '' }, inside);
    case 'strike':
      return element('s', { css: '' }, inside);
    case 'color':
      return element('span', look.color(mark.attrs.color), inside);
    case 'link':
      return element('a', look.link, inside).replace(
        '<a',
        `<a href="${hrefAttribute(mark.attrs.link).replaceAll('$', '$$$$')}"`,
      );
  }
}
