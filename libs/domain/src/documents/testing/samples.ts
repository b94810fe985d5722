import type { Block, BlockInput, BlockType } from '../blocks/block.ts';
import { block } from '../blocks/block.ts';
import { type EmailDocument, emailDocument } from '../document.ts';
import { address, bold, bullets, linked, paragraph, plain, rich, richLineOf, value } from '../rich-text/compose.ts';

const shop = address('https://shop.example/?a=1&b=2');
const photo = { from: 'web', url: 'https://img.example/a.png?w=1&h=2' } as const;
const name = value('contact.first_name', 'there');

type Inputs = { readonly [Type in BlockType]: Omit<Extract<BlockInput, { type: Type }>, 'id' | 'type'> };

/** One of every kind, with variables in each place that takes them. */
const inputs: Inputs = {
  text: {
    content: rich(
      paragraph('Hello ', name, ', ', bold('welcome'), ' & ', linked('shop', shop)),
      bullets(['One'], ['Two']),
    ),
  },
  heading: { content: richLineOf('A heading for ', name) },
  image: { picture: photo, alt: plain('A "quoted" <picture> & ', name), link: shop },
  button: { label: plain('Go, ', name), link: shop },
  divider: {},
  spacer: {},
  social: { links: [{ network: 'github', label: plain('Code of ', name), link: address('https://github.example') }] },
  menu: {
    items: [
      { label: plain('New in'), link: shop },
      { label: plain('Sale'), link: shop },
    ],
  },
  hero: {
    picture: photo,
    alt: plain('Shelves'),
    heading: richLineOf('Hero for ', name),
    text: rich(paragraph('Below the hero')),
    button: { label: plain('Look around'), link: shop },
  },
  card: {
    picture: { from: 'variable', variable: 'item.image', fallback: 'https://img.example/none.png' },
    alt: plain(value('item.name')),
    title: plain(value('item.name', 'Product')),
    text: rich(paragraph(value('item.text'))),
    price: plain('€ ', value('item.price')),
    button: { label: plain('Buy'), link: { to: 'variable', variable: 'item.url', fallback: 'https://shop.example/' } },
    repeat: { list: 'event.items', limit: 3 },
  },
  table: {
    header: [richLineOf('Item'), richLineOf('Price')],
    rows: [
      {
        cells: [richLineOf(value('item.name')), richLineOf(value('item.price'))],
        repeat: { list: 'event.items', limit: 20 },
        condition: { match: 'all', tests: [{ variable: 'item.price', op: 'gt', value: 0 }] },
      },
      { cells: [richLineOf('Total'), richLineOf(value('event.total', '0'))] },
    ],
    style: { columns: ['start', 'end'] },
  },
  video: { picture: photo, alt: plain('The factory'), label: plain('Watch the film'), link: shop },
  coupon: { code: plain(value('contact.attributes.code', 'WELCOME10')), note: rich(paragraph('Until Sunday')) },
  footer: {
    text: rich(paragraph('You get this because you signed up.')),
    unsubscribe: plain('Unsubscribe'),
    preferences: plain('Preferences'),
  },
  raw: { language: 'html', source: '<p>Raw {{ contact.last_name }}</p>' },
  saved: { savedBlockId: '8f14e45f-ceea-467f-ab0e-000000000001' },
};

export function sampleBlock(type: BlockType, id: string = type): Block {
  return block.parse({ id, type, ...inputs[type] });
}

/** A section for each list of blocks, in one column. */
export function documentOf(...sections: readonly (readonly Block[])[]): EmailDocument {
  return emailDocument.parse({
    version: 1,
    sections: sections.map((blocks, at) => ({ id: `s${at}`, columns: [{ id: `c${at}`, blocks }] })),
  });
}
