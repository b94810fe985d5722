import { bold, bullets, paragraph, plain, rich } from '../rich-text/compose.ts';
import { band, button, documentOfBands, firstName, footer, header, heading, placeholder } from './compose.ts';

export const reEngagement = () =>
  documentOfBands('re-engagement', [
    header('center'),
    band(
      [
        {
          type: 'image',
          picture: placeholder('portrait', 1, 'accent'),
          alt: plain(),
          style: { width: 34, corners: 32, padding: { bottom: 28 } },
        },
        heading(1, ['It’s been a while, ', firstName], { align: 'center', padding: { bottom: 14 } }),
        {
          type: 'text',
          content: rich(
            paragraph(
              'You haven’t opened an email from us in a few months. That’s fine: inboxes are full. Would you still like to hear from us?',
            ),
          ),
          style: { align: 'center', color: 'muted', padding: { bottom: 28 } },
        },
        button('Keep me on the list', { align: 'center', size: 'large', padding: { bottom: 14 } }),
        {
          type: 'button',
          label: plain('Email me less often'),
          link: { to: 'preferences' },
          style: { align: 'center', background: 'soft', color: 'primary', padding: { bottom: 0 } },
        },
      ],
      { padding: { top: 24, bottom: 48, sides: 56 } },
    ),
    band(
      [
        heading(3, ['What you’ve missed'], { padding: { bottom: 8 } }),
        {
          type: 'text',
          content: rich(
            bullets(
              [bold('A new workshop'), ' in the old dairy, open on Saturdays'],
              [bold('Repairs'), ' are now free for everything we make'],
              [bold('Gift cards'), ', finally'],
            ),
          ),
          style: { padding: { bottom: 0 } },
        },
      ],
      { background: 'soft', padding: { top: 32, bottom: 32, sides: 56 } },
    ),
    footer('If we don’t hear from you, we’ll stop writing. No hard feelings.'),
  ]);
