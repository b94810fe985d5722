import type { ReportedDomain } from '@engagex/domain/domain-reports';
import { Link } from 'wouter';
import { formatCount, formatShare } from '../../../shared/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Time } from '../../../ui/time.tsx';
import { meaningOfShare } from '../share-words.ts';

/** One domain: how much of its mail passes, and what failed of TLS. */
export function DomainRow({ domain: of, days }: { domain: ReportedDomain; days: number }) {
  const { domain, reports, messages, passed, sessions, failedSessions, lastEndsAt } = of;
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 has-[a:hover]:bg-hover">
      <div className="min-w-0 flex-1 basis-60">
        <Link
          href={`/settings/domain-reports/${domain}${days === 30 ? '' : `?days=${days}`}`}
          className="font-medium wrap-anywhere after:absolute after:inset-0 hover:underline"
        >
          {domain}
        </Link>
        <p className="text-sm text-muted">
          {formatCount(reports, 'report')}, the latest until <Time value={lastEndsAt} />
          {sessions > 0 && ` · ${formatCount(failedSessions, 'TLS failure')} in ${formatCount(sessions, 'session')}`}
        </p>
      </div>
      <span className="text-sm text-muted tabular-nums">{formatCount(messages, 'message')}</span>
      {messages > 0 && <Badge meaning={meaningOfShare(passed, messages)}>{formatShare(passed, messages)} pass</Badge>}
    </li>
  );
}
