import { paragraph, rich } from '../rich-text/compose.ts';
import { band, documentOfBands, firstName, footer, header, heading } from './compose.ts';

/** The logo, a few words to write over, and the footer that every message needs. */
export const blank = () =>
  documentOfBands('blank', [
    header(),
    band(
      [
        heading(1, ['Your headline'], { padding: { bottom: 16 } }),
        {
          type: 'text',
          content: rich(paragraph('Hello ', firstName, ','), paragraph('write your message here.')),
          style: { padding: { bottom: 0 } },
        },
      ],
      { padding: { top: 24, bottom: 40 } },
    ),
    footer('You are receiving this because you subscribed to our messages.'),
  ]);
