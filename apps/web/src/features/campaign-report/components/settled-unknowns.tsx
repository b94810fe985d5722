import type { CampaignReport } from '@engagex/domain/campaigns';
import type { SettlementProof } from '@engagex/domain/receipts';
import { formatCount, formatNumber } from '../../../shared/format.ts';

/** How unknown outcomes were settled; nothing when there were none. */
export function SettledUnknowns({ settled }: Pick<CampaignReport, 'settled'>) {
  const people = settled.reduce((sum, each) => sum + each.people, 0);
  if (people === 0) return null;
  return (
    <p className="text-sm text-muted">
      {formatCount(people, 'unknown outcome was', 'unknown outcomes were')} settled as accepted:{' '}
      {settled.map((each) => `${formatNumber(each.people)} ${wordsFor[each.proof]}`).join(', ')}.
    </p>
  );
}

const wordsFor: Readonly<Record<SettlementProof, string>> = {
  delivered: 'by a delivery report',
  delayed: 'by a delay report',
  bounced: 'by a bounce',
  complained: 'by a complaint',
  opened: 'by an open',
  clicked: 'by a click',
  unsubscribed: 'by an unsubscribe',
  member: 'by a member',
};
