import { type DomainReportView, explainTlsFailure } from '@engagex/domain/domain-reports';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';

/** Whether mail to the domain could be encrypted. */
export function TlsCard({ tls: { sessions, failed, failures } }: Pick<DomainReportView, 'tls'>) {
  const state = `${formatNumber(failed)} of ${formatCount(sessions, 'session')} with your mail servers failed`;
  return (
    <Card>
      <CardHeader title="Encryption of mail to you" state={state} />
      {failures.length === 0 && <CardBody className="text-muted">No failures were reported.</CardBody>}
      <ul className="divide-y divide-line">
        {failures.map(({ type, mailServer, sessions: count }) => (
          <li key={`${type} ${mailServer}`} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-3">
            <span className="min-w-0 wrap-anywhere">
              {explainTlsFailure(type)} {mailServer && <span className="text-sm text-muted">{mailServer}</span>}
            </span>
            <span className="text-sm text-muted tabular-nums">{formatCount(count, 'session')}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
