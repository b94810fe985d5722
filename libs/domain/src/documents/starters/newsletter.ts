import { linked, paragraph, plain, rich } from '../rich-text/compose.ts';
import {
  band,
  type Band,
  button,
  documentOfBands,
  footer,
  header,
  heading,
  label,
  placeholder,
  somewhere,
} from './compose.ts';

const story = (motif: 'portrait' | 'table', title: string, text: string): Band['columns'][number] => ({
  parts: [
    {
      type: 'card',
      picture: placeholder(motif, 1.4, motif === 'table' ? 'primary' : 'accent'),
      alt: plain(title),
      title: plain(title),
      text: rich(paragraph(text)),
      button: { label: plain('Read more'), link: somewhere },
      style: { button: { size: 'small', background: 'surface', color: 'primary' }, padding: { bottom: 16 } },
    },
  ],
});

export const newsletter = () =>
  documentOfBands('newsletter', [
    header(),
    band([{ type: 'divider', style: { padding: { bottom: 0 } } }], { padding: { top: 0, bottom: 28 } }),
    band(
      [
        label('THE MONTHLY LETTER'),
        heading(1, ['What we learned from a year of slow mornings'], { padding: { bottom: 20 } }),
        {
          type: 'image',
          picture: placeholder('hills', 1.75),
          alt: plain('A valley early in the morning'),
          style: { corners: 10, padding: { bottom: 24 } },
        },
        {
          type: 'text',
          content: rich(
            paragraph(
              'A year ago we stopped holding meetings before eleven. We expected quieter mornings. We did not expect that the afternoons would change as well.',
            ),
            paragraph(
              'In this issue we look at what the team did with the time, what went wrong in March, and the one habit that all of us kept.',
            ),
          ),
          style: { padding: { bottom: 20 } },
        },
        button('Read the story', { padding: { bottom: 8 } }),
      ],
      { padding: { top: 0, bottom: 40 } },
    ),
    band([heading(2, ['Also in this issue'], { padding: { bottom: 4 } })], {
      background: 'soft',
      padding: { top: 36, bottom: 16 },
    }),
    {
      columns: [
        story('portrait', 'Meet the person behind the glaze', 'Ines has mixed every color we have sold since 2014.'),
        story('table', 'How to set a table for nine', 'Two borrowed chairs, one long cloth and no matching plates.'),
      ],
      style: { background: 'soft', padding: { top: 0, bottom: 24 } },
    },
    band(
      [
        heading(2, ['Three links we kept'], { padding: { bottom: 12 } }),
        {
          type: 'text',
          content: rich({
            type: 'bulletList',
            content: [
              [linked('The case for boring tools', somewhere), ', an essay worth its length'],
              [linked('A field guide to city trees', somewhere), ', beautifully drawn'],
              [linked('Soup, ranked', somewhere), ', with which we disagree'],
            ].map((item) => ({ type: 'listItem' as const, content: [paragraph(...item)] })),
          }),
          style: { padding: { bottom: 0 } },
        },
      ],
      { padding: { top: 36, bottom: 36 } },
    ),
    footer('You are receiving our monthly letter because you subscribed to it.'),
  ]);
