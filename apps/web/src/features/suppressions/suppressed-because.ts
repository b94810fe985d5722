import type { SuppressionReason } from '@engagex/domain/suppressions';

/** Why an address gets nothing, as the end of a sentence. */
export const suppressedBecause: Readonly<Record<SuppressionReason, string>> = {
  unsubscribe: 'the person unsubscribed',
  hard_bounce: 'the mail server says that it does not exist',
  complaint: 'the person reported a message as spam',
  manual: 'a member suppressed it',
  import: 'it was on an imported list',
  erased: 'the person was erased',
};
