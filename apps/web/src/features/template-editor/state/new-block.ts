import {
  address,
  type Block,
  block,
  type BlockInput,
  type BlockType,
  paragraph,
  plain,
  rich,
  richLineOf,
  type Section,
  section,
} from '@engagex/domain/documents';
import { newId } from './new-id.ts';

/** Kinds that somebody can insert; a saved block is chosen among those there are. */
export type NewBlockType = Exclude<BlockType, 'saved'>;

type Beginnings = { readonly [Type in NewBlockType]: () => Omit<Extract<BlockInput, { type: Type }>, 'id' | 'type'> };

/** Where links lead until somebody says where. */
const somewhere = address('https://example.com/');
const picture = { from: 'placeholder', motif: 'hills', ratio: 1.8 } as const;

/** What a new block begins with: enough to see what it is for. */
const beginnings: Beginnings = {
  text: () => ({ content: rich(paragraph()) }),
  heading: () => ({ level: 2, content: richLineOf() }),
  image: () => ({ picture, alt: plain() }),
  button: () => ({ label: plain('Read more'), link: somewhere }),
  divider: () => ({ style: { padding: { top: 8, bottom: 24 } } }),
  spacer: () => ({}),
  social: () => ({}),
  menu: () => ({
    items: ['New in', 'Best sellers', 'About us'].map((label) => ({ label: plain(label), link: somewhere })),
  }),
  hero: () => ({
    picture,
    alt: plain(),
    heading: richLineOf('Say the most important thing'),
    text: rich(paragraph('One or two sentences that make people want to read on.')),
    button: { label: plain('Read more'), link: somewhere },
  }),
  card: () => ({
    picture: { from: 'placeholder', motif: 'product', ratio: 1.2 },
    alt: plain(),
    title: plain('Product name'),
    text: rich(paragraph('What makes it special.')),
    price: plain('€ 49'),
    button: { label: plain('Buy now'), link: somewhere },
  }),
  table: () => ({
    header: [richLineOf('Item'), richLineOf('Price')],
    rows: [
      { cells: [richLineOf('First item'), richLineOf('€ 10')] },
      { cells: [richLineOf('Second item'), richLineOf('€ 20')] },
    ],
    style: { columns: ['start', 'end'] },
  }),
  video: () => ({
    picture: { from: 'placeholder', motif: 'screen', ratio: 1.8 },
    alt: plain('Video'),
    label: plain('Watch the video'),
    link: somewhere,
  }),
  coupon: () => ({ code: plain('WELCOME10'), note: rich(paragraph('10% off your next order')) }),
  footer: () => ({
    text: rich(paragraph('You are receiving this email because you signed up on our website.')),
    unsubscribe: plain('Unsubscribe'),
    preferences: plain('Email preferences'),
  }),
  raw: () => ({ language: 'html', source: '<p>Your HTML</p>' }),
};

export function newBlock(type: NewBlockType): Block {
  return block.parse({ id: newId(), type, ...beginnings[type]() });
}

/** A section with empty columns of these widths. */
export function newSection(widths: readonly number[] = [1], blocks: readonly Block[] = []): Section {
  const columns = widths.map((width, at) => ({ id: newId(), width, blocks: at === 0 ? [...blocks] : [] }));
  return section.parse({ id: newId(), columns });
}

/** How columns can share a section. */
export const columnLayouts = [
  { widths: [1], name: 'One column' },
  { widths: [1, 1], name: 'Two columns' },
  { widths: [1, 2], name: 'One third, two thirds' },
  { widths: [2, 1], name: 'Two thirds, one third' },
  { widths: [1, 1, 1], name: 'Three columns' },
  { widths: [1, 1, 1, 1], name: 'Four columns' },
] as const;
