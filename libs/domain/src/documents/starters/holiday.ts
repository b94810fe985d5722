import { bold, paragraph, plain, rich, richLineOf } from '../rich-text/compose.ts';
import { band, button, documentOfBands, firstName, footer, header, heading, placeholder } from './compose.ts';

export const holiday = () =>
  documentOfBands('holiday', [
    header('center'),
    band(
      [
        {
          type: 'image',
          picture: placeholder('confetti', 2.1),
          alt: plain('Confetti'),
          style: { padding: { bottom: 0 } },
        },
      ],
      {
        padding: { top: 0, bottom: 0, sides: 0 },
      },
    ),
    band(
      [
        heading(1, ['Happy holidays, ', firstName], { align: 'center', padding: { bottom: 14 } }),
        {
          type: 'text',
          content: rich(
            paragraph(
              'Thank you for a wonderful year. We’re closing the workshop for a few days to spend time with the people who put up with us the rest of it.',
            ),
          ),
          style: { align: 'center', padding: { bottom: 24 } },
        },
        button('Send a gift card', { align: 'center', padding: { bottom: 8 } }),
      ],
      { background: 'soft', padding: { top: 44, bottom: 44, sides: 56 } },
    ),
    band(
      [
        heading(2, ['When we’re here'], { align: 'center', padding: { bottom: 12 } }),
        {
          type: 'table',
          rows: [
            { cells: [richLineOf('Until 23 December'), richLineOf('9 am to 6 pm')] },
            { cells: [richLineOf('24 December to 1 January'), richLineOf(bold('Closed'))] },
            { cells: [richLineOf('From 2 January'), richLineOf('9 am to 6 pm')] },
          ],
          style: { columns: ['start', 'end'], padding: { bottom: 20 } },
        },
        {
          type: 'text',
          content: rich(paragraph('Order by 18 December and it will be there in time.')),
          style: { align: 'center', color: 'muted', padding: { bottom: 0 } },
        },
      ],
      { padding: { top: 40, bottom: 44, sides: 56 } },
    ),
    footer('You are receiving this email because you subscribed to our news.'),
  ]);
