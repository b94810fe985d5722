import { type Check, problemIn } from './checked-message.ts';

const message = 'Add an unsubscribe link: {{ unsubscribe_url }}';
const fix = { label: 'Add the link', mend: { kind: 'unsubscribe_link' } } as const;

/** What bulk mail must have. The postal address is added to every message; the organization's settings say whether there is one. */
export const checkRequiredParts: Check = ({ content, made: { seenHrefs } }) => [
  ...(seenHrefs.some((href) => /\{\{-?\s*unsubscribe_url\b/.test(href))
    ? []
    : [problemIn(content, { severity: 'error', code: 'unsubscribe_missing', message, fix })]),
  ...(content.textBody && !content.textBody.includes('unsubscribe_url')
    ? [problemIn(content, { code: 'unsubscribe_missing', part: 'textBody', message })]
    : []),
];
