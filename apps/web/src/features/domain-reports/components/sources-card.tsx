import { explainSource, nameOfSource, type ReportSource } from '@engagex/domain/domain-reports';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardHeader } from '../../../ui/card.tsx';

interface SourcesCardProps {
  readonly domain: string;
  readonly sources: readonly ReportSource[];
}

/** Who sends in the name of the domain: those that fail first, and what to do about them. */
export function SourcesCard({ domain, sources }: SourcesCardProps) {
  const failing = sources.filter(({ cause }) => cause !== 'aligned');
  const state =
    failing.length > 0 ? `${formatCount(failing.length, 'source')} failing DMARC` : 'All of them pass DMARC';
  return (
    <Card>
      <CardHeader title="Sources" state={state} />
      <ul className="divide-y divide-line">
        {sources.map((source) => (
          <SourceRow
            key={`${source.cause} ${source.voucher ?? source.networks.join(' ')}`}
            source={source}
            domain={domain}
          />
        ))}
      </ul>
    </Card>
  );
}

function SourceRow({ source, domain }: { source: ReportSource; domain: string }) {
  const { cause, networks, addresses, messages, quarantined, rejected } = source;
  const outcome = [
    quarantined > 0 && `${formatNumber(quarantined)} quarantined`,
    rejected > 0 && `${formatNumber(rejected)} rejected`,
  ].filter(Boolean);
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 basis-60 font-medium wrap-anywhere">{nameOfSource(source)}</span>
        <span className="text-sm text-muted tabular-nums">
          {[formatCount(messages, 'message'), ...outcome].join(', ')}
        </span>
        <Badge meaning={cause === 'aligned' ? 'good' : 'danger'}>{cause === 'aligned' ? 'Passes' : 'Fails'}</Badge>
      </div>
      <p className="max-w-prose text-sm">{explainSource(source, domain)}</p>
      <p className="text-sm wrap-anywhere text-muted">
        {formatCount(addresses, 'IP address', 'IP addresses')} in {networks.join(', ')}
      </p>
    </li>
  );
}
