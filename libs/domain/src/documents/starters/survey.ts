import { address, paragraph, plain, rich } from '../rich-text/compose.ts';
import { band, type Band, documentOfBands, firstName, footer, header, heading } from './compose.ts';

const score = (number: number): Band['columns'][number] => ({
  parts: [
    {
      type: 'button',
      label: plain(String(number)),
      link: {
        to: 'address',
        address: `https://example.com/?score=${number}`,
        query: [{ name: 'email', variable: 'contact.email' }],
      },
      style: {
        align: 'center',
        width: 'column',
        background: 'soft',
        color: 'primary',
        size: 'small',
        padding: { bottom: 0 },
      },
    },
  ],
});

export const survey = () =>
  documentOfBands('survey', [
    header('center'),
    band(
      [
        heading(1, ['How did we do?'], { align: 'center', padding: { bottom: 14 } }),
        {
          type: 'text',
          content: rich(
            paragraph(
              'Hello ',
              firstName,
              ', you’ve been with us for three months. One click tells us more than any dashboard.',
            ),
            paragraph('How likely are you to recommend us to a friend?'),
          ),
          style: { align: 'center', padding: { bottom: 0 } },
        },
      ],
      { padding: { top: 24, bottom: 24, sides: 56 } },
    ),
    {
      columns: [1, 2, 3, 4].map(score),
      style: { onPhones: 'side_by_side', padding: { top: 0, bottom: 8, sides: 40 } },
    },
    {
      columns: [
        { parts: [{ type: 'text', content: rich(paragraph('Not at all')), style: { size: 'small', color: 'muted' } }] },
        {
          parts: [
            {
              type: 'text',
              content: rich(paragraph('Very likely')),
              style: { size: 'small', color: 'muted', align: 'end' },
            },
          ],
        },
      ],
      style: { onPhones: 'side_by_side', padding: { top: 0, bottom: 24, sides: 40 } },
    },
    band(
      [
        { type: 'divider', style: { padding: { bottom: 24 } } },
        {
          type: 'text',
          content: rich(paragraph('Have two more minutes? Tell us what to change first.')),
          style: { align: 'center', color: 'muted' },
        },
        {
          type: 'button',
          label: plain('Take the survey'),
          link: address('https://example.com/survey'),
          style: { align: 'center', padding: { bottom: 0 } },
        },
      ],
      { padding: { top: 0, bottom: 48 } },
    ),
    footer('You are receiving this email because you are a customer.'),
  ]);
