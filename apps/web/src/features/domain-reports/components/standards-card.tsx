import { domainReportsRoutes, type MailStandard, type StandardState } from '@engagex/domain/domain-reports';
import type { OutputOf } from '@engagex/domain/shared';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../../../shared/api-error.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import type { Meaning } from '../../../ui/meaning.ts';
import { SkeletonLines } from '../../../ui/skeleton.tsx';

type Checked = OutputOf<typeof domainReportsRoutes.standards>['items'][number];

const names: Readonly<Record<MailStandard, string>> = {
  dmarc: 'Policy for forged mail (DMARC)',
  bimi: 'Logo in the inbox (BIMI)',
  mta_sts: 'Encryption of mail to you (MTA-STS)',
  tls_rpt: 'TLS reports (TLS-RPT)',
};

const states: Readonly<Record<StandardState, { readonly meaning: Meaning; readonly word: string }>> = {
  working: { meaning: 'good', word: 'Working' },
  limited: { meaning: 'warning', word: 'Limited' },
  broken: { meaning: 'danger', word: 'Not working' },
  absent: { meaning: 'neutral', word: 'Not set up' },
  unreachable: { meaning: 'neutral', word: 'Unknown' },
};

/** What a domain publishes besides SPF and DKIM, checked when the page is opened. */
export function StandardsCard({ domain }: { domain: string }) {
  const query = useQuery({
    ...routeQuery(domainReportsRoutes.standards, { domain }),
    staleTime: 5 * 60_000,
    retry: false,
  });
  const isForeign = query.error instanceof ApiError && query.error.code === 'domain-report.foreign-domain';
  if (isForeign) return null; // the domain above the one that is verified
  return (
    <Card>
      <CardHeader title="Published policies" state="DMARC, and what is optional for sending" />
      {query.error && !query.data && (
        <CardBody>
          <ErrorState
            error={query.error}
            what="The domain could not be checked."
            onRetry={() => void query.refetch()}
          />
        </CardBody>
      )}
      {query.isPending && (
        <CardBody>
          <SkeletonLines label="Checking the domain" lines={3} />
        </CardBody>
      )}
      <ul className="divide-y divide-line">
        {query.data?.items.map((checked) => (
          <StandardRow key={checked.standard} checked={checked} />
        ))}
      </ul>
    </Card>
  );
}

function StandardRow({ checked: { standard, state, record, summary, findings } }: { checked: Checked }) {
  const { meaning, word } = states[state];
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
        <h3 className="font-medium">{names[standard]}</h3>
        <Badge meaning={meaning}>{word}</Badge>
      </div>
      <p className="max-w-prose text-sm wrap-anywhere">{summary}</p>
      {findings.length > 0 && (
        <ul className="max-w-prose list-disc pl-5 text-sm">
          {findings.map(({ code, words }) => (
            <li key={`${code} ${words}`}>{words}</li>
          ))}
        </ul>
      )}
      {record && <code className="text-xs break-all text-muted">{record}</code>}
    </li>
  );
}
