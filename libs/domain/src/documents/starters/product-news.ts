import { bold, bullets, paragraph, plain, rich } from '../rich-text/compose.ts';
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

const feature = (title: string, text: string, motif: 'chart' | 'portrait', isReversed: boolean): Band => {
  const picture: Band['columns'][number] = {
    parts: [
      {
        type: 'image',
        picture: placeholder(motif, 1.3),
        alt: plain(title),
        style: { corners: 10, padding: { bottom: 12 } },
      },
    ],
  };
  const words: Band['columns'][number] = {
    parts: [
      heading(2, [title], { padding: { bottom: 8 } }),
      { type: 'text', content: rich(paragraph(text)), style: { color: 'muted', padding: { bottom: 12 } } },
    ],
  };
  return {
    columns: isReversed ? [words, picture] : [picture, words],
    style: {
      onPhones: isReversed ? 'last_on_top' : 'first_on_top',
      columnsAt: 'middle',
      padding: { top: 16, bottom: 16 },
    },
  };
};

export const productNews = () =>
  documentOfBands('product-news', [
    header(),
    band(
      [
        label('NEW'),
        heading(1, ['Reports you can read in a minute'], { padding: { bottom: 14 } }),
        {
          type: 'text',
          content: rich(
            paragraph(
              'We rebuilt reports from the ground up. They answer the question you opened them with, and leave the rest one click away.',
            ),
          ),
          style: { size: 'large', color: 'muted', padding: { bottom: 24 } },
        },
        button('See what’s new', { padding: { bottom: 32 } }),
        {
          type: 'video',
          picture: placeholder('screen', 1.8),
          alt: plain('The new reports on a screen'),
          label: plain('Watch the two-minute tour'),
          link: somewhere,
          style: { corners: 12 },
        },
      ],
      { padding: { top: 24, bottom: 24 } },
    ),
    feature(
      'Compare any two months',
      'Pick two periods and see what changed, why it changed, and who noticed first.',
      'chart',
      false,
    ),
    feature(
      'Share without exporting',
      'Send a link that stays up to date. No more spreadsheets in attachments.',
      'portrait',
      true,
    ),
    band(
      [
        heading(3, ['Also in this release'], { padding: { bottom: 8 } }),
        {
          type: 'text',
          content: rich(
            bullets(
              [bold('Keyboard shortcuts'), ' for everything you do more than twice a day'],
              [bold('Time zones'), ' that follow the person who reads the report'],
              [bold('Faster filters'), ' on large accounts, about four times'],
            ),
          ),
          style: { padding: { bottom: 0 } },
        },
      ],
      { background: 'soft', padding: { top: 32, bottom: 32 } },
    ),
    footer('You are receiving product news because you have an account with us.'),
  ]);
