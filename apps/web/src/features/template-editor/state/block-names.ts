import type { Block, BlockType, Inline, PlainLine, RichLine, RichText, Section } from '@engagex/domain/documents';
import {
  AlignJustify,
  CodeXml,
  Columns2,
  CreditCard,
  Heading,
  Image,
  type LucideIcon,
  Menu,
  Minus,
  MousePointerClick,
  PanelBottom,
  PanelTop,
  Play,
  Puzzle,
  Share2,
  StretchVertical,
  Table,
  TicketPercent,
} from 'lucide-react';

/** What kinds of blocks are called, and their icons. */
export const blockNames: Readonly<
  Record<BlockType, { readonly name: string; readonly icon: LucideIcon; readonly help: string }>
> = {
  text: { name: 'Text', icon: AlignJustify, help: 'Paragraphs and lists' },
  heading: { name: 'Heading', icon: Heading, help: 'One line that stands out' },
  image: { name: 'Image', icon: Image, help: 'A picture or your logo' },
  button: { name: 'Button', icon: MousePointerClick, help: 'A call to action' },
  divider: { name: 'Divider', icon: Minus, help: 'A line across' },
  spacer: { name: 'Spacer', icon: StretchVertical, help: 'Empty space' },
  social: { name: 'Social links', icon: Share2, help: 'Your profiles' },
  menu: { name: 'Menu', icon: Menu, help: 'A row of links' },
  hero: { name: 'Hero', icon: PanelTop, help: 'Picture, heading, text and button' },
  card: { name: 'Product', icon: CreditCard, help: 'Picture, title, price and button' },
  table: { name: 'Table', icon: Table, help: 'Rows and columns of text' },
  video: { name: 'Video', icon: Play, help: 'A still that opens a video' },
  coupon: { name: 'Coupon code', icon: TicketPercent, help: 'A code to copy' },
  footer: { name: 'Footer', icon: PanelBottom, help: 'Address, unsubscribe, preferences' },
  raw: { name: 'HTML', icon: CodeXml, help: 'HTML or MJML of your own' },
  saved: { name: 'Saved block', icon: Puzzle, help: 'Shared between templates' },
};

export const sectionIcon = Columns2;

/** `Heading: Welcome to …`, for people who do not see the block. */
export function labelOfBlock(block: Block): string {
  const words = textOfBlock(block);
  return words ? `${blockNames[block.type].name}: ${words}` : blockNames[block.type].name;
}

export function labelOfSection({ columns }: Section, index: number): string {
  const count = columns.length > 1 ? `, ${columns.length} columns` : '';
  return `Section ${index + 1}${count}`;
}

/** Some of the words in a block. */
export function textOfBlock(block: Block): string {
  return textIn(block).replaceAll(/\s+/g, ' ').trim().slice(0, 60);
}

function textIn(block: Block): string {
  switch (block.type) {
    case 'text':
    case 'heading':
      return wordsOf(block.content);
    case 'button':
    case 'video':
      return wordsOf(block.label);
    case 'image':
      return block.picture.from === 'logo' ? 'Logo' : wordsOf(block.alt);
    case 'hero':
      return wordsOf(block.heading);
    case 'card':
      return wordsOf(block.title);
    case 'coupon':
      return wordsOf(block.code);
    case 'menu':
      return block.items.map(({ label }) => wordsOf(label)).join(', ');
    case 'divider':
    case 'spacer':
    case 'social':
    case 'table':
    case 'footer':
    case 'raw':
    case 'saved':
      return '';
  }
}

/** A text without marks; a variable is its last name in brackets. */
export function wordsOf(text: RichText | RichLine | PlainLine): string {
  return text.content.map(wordsOfNode).join(' ');
}

function wordsOfNode(node: RichText['content'][number]): string {
  if (node.type === 'bulletList' || node.type === 'orderedList')
    return node.content.map((item) => item.content.map(wordsOfNode).join(' ')).join(' ');
  return (node.content ?? []).map(wordsOfInline).join('');
}

function wordsOfInline(node: Inline): string {
  if (node.type === 'hardBreak') return ' ';
  return node.type === 'text' ? node.text : `[${node.attrs.name.split('.').at(-1)?.replaceAll('_', ' ') ?? ''}]`;
}
