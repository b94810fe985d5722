import { paragraph, plain, rich, richLineOf } from '../rich-text/compose.ts';
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

const fact = (title: string, text: string): Band['columns'][number] => ({
  parts: [
    heading(3, [title], { padding: { bottom: 4 } }),
    { type: 'text', content: rich(paragraph(text)), style: { color: 'muted', padding: { bottom: 12 } } },
  ],
});

/** Nothing in it has a side: it reads as well from right to left. */
export const announcement = () =>
  documentOfBands('announcement', [
    header(),
    band(
      [
        {
          type: 'hero',
          picture: placeholder('hills', 1.8),
          alt: plain('The new building between hills'),
          heading: richLineOf('We’re moving'),
          text: rich(
            paragraph('On 1 September we open the doors of a new and larger home, ten minutes from the old one.'),
          ),
          button: { label: plain('Plan your visit'), link: somewhere },
          style: { align: 'start', corners: 12, padding: { bottom: 8 } },
        },
      ],
      { padding: { top: 8, bottom: 36 } },
    ),
    {
      columns: [
        fact('The address', '12 Mill Lane, next to the station'),
        fact('Opening hours', 'Tuesday to Saturday, 10 am to 7 pm'),
      ],
      style: { background: 'soft', padding: { top: 32, bottom: 20 } },
    },
    {
      columns: [
        {
          width: 2,
          parts: [
            {
              type: 'image',
              picture: placeholder('table', 1.2, 'accent'),
              alt: plain('The café'),
              style: { corners: 10, padding: { bottom: 12 } },
            },
          ],
        },
        {
          width: 3,
          parts: [
            heading(2, ['Come to the opening'], { padding: { bottom: 8 } }),
            {
              type: 'text',
              content: rich(paragraph('Music from four, soup from six, and a tour whenever enough people want one.')),
              style: { color: 'muted' },
            },
            button('Tell us you’re coming', { padding: { bottom: 12 } }),
          ],
        },
      ],
      style: { columnsAt: 'middle', padding: { top: 36, bottom: 28 } },
    },
    footer('You are receiving this email because you are a member.'),
  ]);
