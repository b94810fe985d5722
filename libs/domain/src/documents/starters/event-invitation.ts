import { bold, paragraph, plain, rich, richLineOf } from '../rich-text/compose.ts';
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
} from './compose.ts';

const speaker = (name: string, role: string, tint: 'primary' | 'accent'): Band['columns'][number] => ({
  parts: [
    {
      type: 'card',
      picture: placeholder('portrait', 1, tint),
      alt: plain(name),
      title: plain(name),
      text: rich(paragraph(role)),
      style: { align: 'center', corners: 12 },
    },
  ],
});

export const eventInvitation = () =>
  documentOfBands('event', [
    header(),
    band(
      [
        label('YOU’RE INVITED'),
        heading(1, ['An evening about making things that last'], { padding: { bottom: 16 } }),
        {
          type: 'text',
          content: rich(
            paragraph('Hello ', firstName, ','),
            paragraph(
              'Three makers, one long table and plenty of time for questions. Join us for talks, dinner and a look into the workshop.',
            ),
          ),
          style: { padding: { bottom: 20 } },
        },
        {
          type: 'table',
          rows: [
            { cells: [richLineOf(bold('When')), richLineOf('Thursday, 14 May, 6:30 pm')] },
            { cells: [richLineOf(bold('Where')), richLineOf('The Old Dairy, 12 Mill Lane')] },
            { cells: [richLineOf(bold('Cost')), richLineOf('Free, with 60 seats')] },
          ],
          style: { columns: ['start', 'start'], padding: { bottom: 28 } },
        },
        button('Save my seat', { size: 'large', padding: { bottom: 8 } }),
      ],
      { padding: { top: 24, bottom: 40 } },
    ),
    band(
      [
        {
          type: 'image',
          picture: placeholder('table', 2),
          alt: plain('A long table in a workshop'),
          style: { padding: { bottom: 0 } },
        },
      ],
      {
        padding: { top: 0, bottom: 0, sides: 0 },
      },
    ),
    band([heading(2, ['Who you’ll hear'], { align: 'center', padding: { bottom: 0 } })], {
      padding: { top: 40, bottom: 20 },
    }),
    {
      columns: [
        speaker('Ines Moreau', 'Ceramist', 'accent'),
        speaker('Tomas Lind', 'Joiner', 'primary'),
        speaker('Amara Osei', 'Weaver', 'accent'),
      ],
      style: { padding: { top: 0, bottom: 24 } },
    },
    band(
      [
        {
          type: 'text',
          content: rich(paragraph('Can’t make it? Reply to this email and we’ll send you the recording.')),
          style: { align: 'center', color: 'muted', padding: { bottom: 0 } },
        },
      ],
      { background: 'soft', padding: { top: 24, bottom: 24 } },
    ),
    footer('You are receiving invitations because you came to one of our events.'),
  ]);
