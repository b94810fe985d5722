import type { Limit, Limited } from '@engagex/domain/plans';
import { formatNumber } from '../../shared/format.ts';

export const limitNames: Readonly<Record<Limited, string>> = {
  emails: 'Emails',
  contacts: 'Contacts',
  seats: 'Members',
  events: 'Events',
  domains: 'Sending domains',
};

/** "5,000 a month, up to 10% more" */
export function limitInWords(of: Limited, limit: Limit | undefined): string {
  if (!limit) return 'No limit';
  const period = of === 'emails' || of === 'events' ? ' a month' : '';
  if (limit.kind === 'metered') return `${formatNumber(limit.included)}${period} included`;
  const amount = `${formatNumber(limit.amount)}${period}`;
  return limit.kind === 'soft' && limit.gracePercent > 0 ? `${amount}, up to ${limit.gracePercent}% more` : amount;
}
