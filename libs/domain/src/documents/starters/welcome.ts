import { paragraph, plain, rich } from '../rich-text/compose.ts';
import {
  band,
  type Band,
  button,
  documentOfBands,
  firstName,
  footer,
  header,
  heading,
  label,
  placeholder,
  somewhere,
} from './compose.ts';

const step = (number: string, title: string, text: string): Band['columns'][number] => ({
  parts: [
    heading(2, [number], { color: 'primary', padding: { bottom: 4 } }),
    heading(3, [title], { padding: { bottom: 4 } }),
    { type: 'text', content: rich(paragraph(text)), style: { color: 'muted', padding: { bottom: 8 } } },
  ],
});

export const welcome = () =>
  documentOfBands('welcome', [
    header(),
    band(
      [
        {
          type: 'image',
          picture: placeholder('hills', 1.9),
          alt: plain('Hills under a morning sun'),
          style: { padding: { bottom: 0 } },
        },
      ],
      {
        padding: { top: 0, bottom: 0, sides: 0 },
      },
    ),
    band(
      [
        heading(1, ['Welcome, ', firstName], { padding: { bottom: 14 } }),
        {
          type: 'text',
          content: rich(
            paragraph(
              'Thanks for joining us. You’ll hear from us about twice a month: new arrivals, the stories behind them, and first access when something is limited.',
            ),
            paragraph('To start with, here is 10% off your first order.'),
          ),
          style: { size: 'normal', padding: { bottom: 24 } },
        },
        {
          type: 'coupon',
          code: plain('WELCOME10'),
          note: rich(paragraph('Valid for 30 days, on everything.')),
          style: { padding: { bottom: 28 } },
        },
        button('Start shopping', { size: 'large', align: 'center', padding: { bottom: 8 } }),
      ],
      { padding: { top: 40, bottom: 44, sides: 48 } },
    ),
    band([label('GOOD TO KNOW'), heading(2, ['Three things people like about us'], { padding: { bottom: 0 } })], {
      background: 'soft',
      padding: { top: 40, bottom: 20 },
    }),
    {
      columns: [
        step('1', 'Free returns', 'Changed your mind? Send it back within 60 days.'),
        step('2', 'Made to last', 'We repair what we sell, for as long as you own it.'),
        step('3', 'Real people', 'Reply to this email and one of us will answer.'),
      ],
      style: { background: 'soft', padding: { top: 0, bottom: 36 } },
    },
    band(
      [
        {
          type: 'menu',
          items: ['New in', 'Best sellers', 'Our story'].map((item) => ({ label: plain(item), link: somewhere })),
          style: { padding: { bottom: 0 } },
        },
      ],
      { padding: { top: 28, bottom: 28 } },
    ),
    footer('You are receiving this email because you signed up on our website.'),
  ]);
