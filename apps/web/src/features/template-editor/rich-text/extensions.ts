import { link, normalizedAddress } from '@engagex/domain/documents';
import { type AnyExtension, Mark, Node } from '@tiptap/core';
import { Bold } from '@tiptap/extension-bold';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { Italic } from '@tiptap/extension-italic';
import { BulletList, ListItem, ListKeymap, OrderedList } from '@tiptap/extension-list';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Strike } from '@tiptap/extension-strike';
import { Text } from '@tiptap/extension-text';
import { Underline } from '@tiptap/extension-underline';
import { variableTitle, variableWords } from './variable-words.ts';

/** What a text may have: paragraphs, headings and lists; one line with marks; one line without. */
export type TextKind = 'rich' | 'line' | 'plain';

/** Leads where our own `link` says, which is more than an address: it may depend on the person. Not a real link here. */
const LinkMark = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({
    link: {
      default: null,
      parseHTML: (element: HTMLElement) => linkOfElement(element),
      renderHTML: ({ link }: Record<string, unknown>) => ({ 'data-link': JSON.stringify(link) }),
    },
  }),
  parseHTML: () => [
    { tag: 'span[data-link]', getAttrs: (element) => linkOfElement(element) !== null && null },
    { tag: 'a[href]', getAttrs: (element) => linkOfElement(element) !== null && null },
  ],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
});

function linkOfElement(element: HTMLElement): unknown {
  const own = element.dataset['link'];
  if (own !== undefined) return link.safeParse(jsonIn(own)).data ?? null;
  const address = element.getAttribute('href') ?? '';
  return normalizedAddress(address) === null ? null : { to: 'address', address, query: [] };
}

const ColorMark = Mark.create({
  name: 'color',
  addAttributes: () => ({
    color: {
      default: 'brand',
      parseHTML: (element: HTMLElement) => element.dataset['color'],
      renderHTML: ({ color }: Record<string, unknown>) => ({ 'data-color': color, style: cssOfColor(String(color)) }),
    },
  }),
  parseHTML: () => [{ tag: 'span[data-color]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes, 0],
});

/** A role is a variable of the canvas, so that it follows the brand. */
export function cssOfColor(color: string): string {
  if (color === 'brand') return '';
  return `color:${color.startsWith('#') ? color : `var(--mail-${color})`}`;
}

/** One node that the cursor steps over, so that nobody breaks it in two. */
const VariableNode = Node.create({
  name: 'variable',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: true,
  addAttributes: () => ({ name: { default: '' }, fallback: { default: '' } }),
  parseHTML: () => [
    {
      tag: 'span[data-variable]',
      getAttrs: (element) => ({ name: element.dataset['variable'], fallback: element.dataset['fallback'] ?? '' }),
    },
  ],
  renderHTML: ({ node }) => {
    const { name, fallback } = node.attrs as { name: string; fallback: string }; // as declared above
    return [
      'span',
      {
        'data-variable': name,
        'data-fallback': fallback,
        class: 'mail-variable',
        title: variableTitle(name, fallback),
      },
      variableWords(name),
    ];
  },
  renderText: ({ node }) => `{{ ${node.attrs['name']} }}`,
});

const RichListItem = ListItem.extend({ content: '(paragraph | bulletList | orderedList)+' });

/** The schema of a kind of text: our nodes and marks and no other. */
export function extensionsFor(kind: TextKind): AnyExtension[] {
  const line = Document.extend({ content: 'paragraph' });
  if (kind === 'plain')
    return [line, Paragraph.extend({ content: '(text | variable)*', marks: '' }), Text, VariableNode];
  const inline = [Paragraph, Text, VariableNode, HardBreak, LinkMark, ColorMark, Bold, Italic, Underline, Strike];
  if (kind === 'line') return [line, ...inline];
  return [
    Document,
    ...inline,
    Heading.configure({ levels: [1, 2, 3] }),
    BulletList,
    OrderedList,
    RichListItem,
    ListKeymap,
  ];
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
