import { paragraph, plain, rich, value } from '../rich-text/compose.ts';
import { band, button, documentOfBands, firstName, footer, header, heading, label } from './compose.ts';

/** One row for each item that the event brings. */
export const digest = () =>
  documentOfBands('digest', [
    header(),
    band(
      [
        label('YOUR WEEK'),
        heading(1, ['Here’s what happened, ', firstName], { padding: { bottom: 12 } }),
        {
          type: 'text',
          content: rich(paragraph('The posts that people you follow talked about most.')),
          style: { color: 'muted', padding: { bottom: 8 } },
        },
        { type: 'divider', style: { padding: { top: 8, bottom: 0 } } },
      ],
      { padding: { top: 20, bottom: 12 } },
    ),
    {
      repeat: { list: 'event.items', limit: 10 },
      columns: [
        {
          width: 1,
          parts: [
            {
              type: 'image',
              picture: { from: 'variable', variable: 'item.image', fallback: null },
              alt: plain(),
              link: { to: 'variable', variable: 'item.url', fallback: null },
              style: { corners: 8, padding: { bottom: 8 } },
              condition: { match: 'all', tests: [{ variable: 'item.image', op: 'is_set' }] },
            },
          ],
        },
        {
          width: 3,
          parts: [
            {
              type: 'heading',
              level: 3,
              content: {
                type: 'doc',
                content: [
                  {
                    type: 'paragraph',
                    content: [
                      {
                        ...value('item.title', 'Untitled'),
                        marks: [
                          { type: 'link', attrs: { link: { to: 'variable', variable: 'item.url', fallback: null } } },
                        ],
                      },
                    ],
                  },
                ],
              },
              style: { padding: { bottom: 4 } },
            },
            {
              type: 'text',
              content: rich(paragraph(value('item.summary'))),
              style: { color: 'muted', padding: { bottom: 8 } },
            },
          ],
        },
      ],
      style: { padding: { top: 12, bottom: 8 } },
    },
    band([button('See everything', { padding: { bottom: 0 } })], { padding: { top: 12, bottom: 44 } }),
    footer('You are receiving a weekly digest of what you follow.'),
  ]);
