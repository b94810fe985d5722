import {
  type CampaignComparison,
  type CampaignReport,
  enoughToCompare,
  reportsRoutes,
} from '@engagex/domain/campaigns';
import type { Reaction } from '@engagex/domain/deliveries';
import { useQuery } from '@tanstack/react-query';
import { formatCount, formatNumber, formatShare } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { useHere } from '../../../shared/url-state.ts';
import { Stat } from '../../../ui/stat.tsx';
import { SettledUnknowns } from './settled-unknowns.tsx';
import { showPeople } from '../../deliveries/index.ts';

const numbers: readonly (readonly [Reaction, string])[] = [
  ['opened', 'Opened'],
  ['clicked', 'Clicked'],
  ['unsubscribed', 'Unsubscribed'],
  ['bounced', 'Bounced'],
];

/** What people did, each number beside what is usual and leading to its people, for those who may see them. */
export function ReportNumbers({ report }: { report: CampaignReport }) {
  const { campaign, ledger } = report;
  const here = useHere();
  const canSeePeople = useCan('contacts:read');
  const usual = useQuery(routeQuery(reportsRoutes.comparison, { id: campaign.id })).data;
  const leadTo = (query: string, people: number) =>
    canSeePeople && people > 0 ? { href: here(query), onFollow: showPeople } : {};
  const wholeOf = (did: Reaction) => (did === 'bounced' ? ledger.accepted + report.bounced : ledger.accepted);
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 md:grid-cols-5">
        <Stat
          label="Accepted"
          value={formatNumber(ledger.accepted)}
          detail={
            report.delivered > 0
              ? `${formatNumber(report.delivered)} reported as delivered`
              : 'by the receiving servers'
          }
          {...leadTo('?state=accepted', ledger.accepted)}
        />
        {numbers.map(([did, label]) => (
          <Stat
            key={did}
            label={label}
            value={formatNumber(report[did])}
            detail={
              <>
                {wordsFor(report[did], wholeOf(did), did === 'bounced' ? 'messages' : 'accepted', usual?.[did])}
                {did === 'unsubscribed' && report.cameBack > 0 && (
                  <span className="block">{formatNumber(report.cameBack)} of them subscribed again</span>
                )}
              </>
            }
            {...leadTo(`?did=${did}`, report[did])}
          />
        ))}
      </dl>
      <SettledUnknowns settled={report.settled} />
      {usual && <p className="text-sm text-muted">{wordsForComparison(usual)}</p>}
    </>
  );
}

function wordsFor(people: number, whole: number, of: string, usual: number | null | undefined): string {
  if (whole === 0) return 'nobody yet';
  const share = `${formatShare(people, whole)} of ${of}`;
  return typeof usual === 'number' ? `${share}; usually ${formatShare(usual, 1)}` : share;
}

function wordsForComparison({ campaigns, opened }: CampaignComparison): string {
  if (opened !== null)
    return `“Usually” is the median of the last ${formatNumber(campaigns)} campaigns you sent before this one.`;
  const sent =
    campaigns === 0 ? 'No campaign was sent' : `${formatCount(campaigns, 'campaign was', 'campaigns were')} sent`;
  return `${sent} before this one. With ${formatNumber(enoughToCompare)} or more, the report also shows your usual rates.`;
}
