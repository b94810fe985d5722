import { paragraph, plain, rich } from '../rich-text/compose.ts';
import {
  band,
  type Band,
  button,
  documentOfBands,
  footer,
  header,
  heading,
  placeholder,
  somewhere,
} from './compose.ts';

const product = (name: string, before: string, now: string, tint: 'primary' | 'accent'): Band['columns'][number] => ({
  parts: [
    {
      type: 'card',
      picture: placeholder('product', 0.9, tint),
      alt: plain(name),
      title: plain(name),
      text: {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'text', text: before, marks: [{ type: 'strike' }] }] }],
      },
      price: plain(now),
      button: { label: plain('Shop'), link: somewhere },
      style: { align: 'center', button: { size: 'small' }, padding: { bottom: 20 } },
    },
  ],
});

export const sale = () =>
  documentOfBands('sale', [
    header('center'),
    band(
      [
        {
          type: 'text',
          content: rich(paragraph('THE SUMMER SALE')),
          style: { align: 'center', size: 'small', padding: { bottom: 8 } },
        },
        heading(1, ['25% off everything'], { align: 'center', padding: { bottom: 12 } }),
        {
          type: 'text',
          content: rich(paragraph('Until Sunday at midnight. No exceptions, no small print.')),
          style: { align: 'center', padding: { bottom: 24 } },
        },
        {
          type: 'coupon',
          code: plain('SUMMER25'),
          note: rich(paragraph('Enter it at checkout')),
          style: { padding: { bottom: 24 } },
        },
        button('Shop the sale', { align: 'center', size: 'large', padding: { bottom: 0 } }),
      ],
      { background: 'primary', padding: { top: 52, bottom: 56, sides: 56 } },
    ),
    band([heading(2, ['Going fast'], { align: 'center', padding: { bottom: 0 } })], {
      padding: { top: 44, bottom: 20 },
    }),
    {
      columns: [
        product('Stoneware jug', '€ 48', '€ 36', 'primary'),
        product('Linen apron', '€ 60', '€ 45', 'accent'),
        product('Oak board', '€ 36', '€ 27', 'primary'),
      ],
      style: { padding: { top: 0, bottom: 16 } },
    },
    band(
      [
        { type: 'divider' },
        button('See all offers', { align: 'center', background: 'soft', color: 'primary', padding: { bottom: 0 } }),
      ],
      {
        padding: { top: 0, bottom: 28 },
      },
    ),
    footer('You are receiving offers because you said you would like to.'),
  ]);
