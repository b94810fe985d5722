import type {
  DashboardMailState,
  DashboardScheduleView,
  MailFormat,
  MailingState,
  RecipientState,
  SkipReason,
} from '@engagex/domain/dashboard-schedules';
import { formatCount } from '../../shared/format.ts';
import type { Meaning } from '../../ui/meaning.ts';

export const formatNames = {
  picture: 'Picture',
  pdf: 'PDF',
  tables: 'Tables',
} as const satisfies Record<MailFormat, string>;

export const mailingWords = {
  pending: ['info', 'Being prepared'],
  mailing: ['info', 'Being sent'],
  done: ['good', 'Sent'],
  failed: ['danger', 'Failed'],
  missed: ['neutral', 'Missed'],
} as const satisfies Record<MailingState, readonly [Meaning, string]>;

export const mailWords = {
  pending: 'waiting',
  submitting: 'being sent',
  accepted: 'sent',
  failed: 'failed',
  unknown: 'unknown: it may have arrived, so it is not sent again',
  skipped: 'skipped',
} as const satisfies Record<DashboardMailState, string>;

export const reasonWords = {
  stopped: 'stopped this mail',
  no_access: 'cannot open the dashboard',
  left: 'is no longer a member',
  unverified: 'has not confirmed their email address',
  deleted: 'it was deleted before',
  paused: 'it was paused before',
} as const satisfies Record<SkipReason, string>;

export const recipientWords = {
  receiving: null,
  stopped: reasonWords.stopped,
  no_access: reasonWords.no_access,
  left: reasonWords.left,
  unverified: reasonWords.unverified,
} as const satisfies Record<RecipientState, string | null>;

/** "Ada, Grace and 3 others" */
export function recipientsInWords({ recipients }: DashboardScheduleView): string {
  const names = recipients.filter(({ state }) => state === 'receiving').map(({ name }) => name);
  if (names.length === 0) return 'nobody';
  if (names.length <= 3) return new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
  return `${names.slice(0, 2).join(', ')} and ${formatCount(names.length - 2, 'other')}`;
}
