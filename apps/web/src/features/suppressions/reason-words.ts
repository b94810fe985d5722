import type { SuppressionReason } from '@engagex/domain/suppressions';

/** Why an address gets nothing, in a word or two. */
export const reasonWords: Readonly<Record<SuppressionReason, string>> = {
  unsubscribe: 'Unsubscribed',
  hard_bounce: 'Does not exist',
  complaint: 'Reported as spam',
  manual: 'Added by hand',
  import: 'From a file',
  erased: 'Erased',
};
