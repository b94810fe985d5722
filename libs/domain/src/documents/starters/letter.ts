import { linked, paragraph, rich } from '../rich-text/compose.ts';
import { band, documentOfBands, firstName, footer, somewhere } from './compose.ts';

/** Words only, as a person would write them. */
export const letter = () =>
  documentOfBands('letter', [
    band(
      [
        {
          type: 'text',
          content: rich(
            paragraph('Hello ', firstName, ','),
            paragraph(
              'I’m writing because next month we’re changing how our plans work, and I wanted you to hear it from me first.',
            ),
            paragraph(
              'Your price stays the same. What changes is that the things people asked for most, shared folders and longer history, are now part of every plan.',
            ),
            paragraph(
              'You don’t need to do anything. If you’d like the details, ',
              linked('they’re all on one page', somewhere),
              '. And if something about this doesn’t work for you, just reply. I read every answer.',
            ),
            paragraph('Thank you for being here.'),
          ),
          style: { padding: { bottom: 20 } },
        },
        {
          type: 'text',
          content: rich(paragraph('Edith Marsh'), paragraph('Founder')),
          style: { padding: { bottom: 0 } },
        },
      ],
      { padding: { top: 44, bottom: 44, sides: 48 } },
    ),
    footer('You are receiving this letter because you are a customer.'),
  ]);
