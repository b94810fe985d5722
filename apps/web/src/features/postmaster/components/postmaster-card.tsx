import { type PostmasterDomain, postmasterRoutes, type PostmasterView } from '@engagex/domain/postmaster';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDay } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { requirementWords } from '../postmaster-words.ts';
import { ConnectDialog } from './connect-dialog.tsx';

/** What Gmail says of the sending domains; a hint how to connect for those who may, and nothing for others until then. */
export function PostmasterCard({ domain }: { domain: string }) {
  const canWrite = useCan('domains:write');
  const [asked, setAsked] = useState<'connect' | 'disconnect' | null>(null);
  const { data, error, refetch } = useQuery(routeQuery(postmasterRoutes.get, {}));
  const remove = useRouteMutation(postmasterRoutes.delete);
  if (!data && error)
    return (
      <ErrorState error={error} what="Google Postmaster Tools could not be loaded." onRetry={() => void refetch()} />
    );
  if (!data || (!data.account && !canWrite)) return null;
  const { account } = data;
  const domains = data.domains.filter((each) => !domain || each.domain === domain);
  return (
    <Card aria-label="Google Postmaster Tools">
      <CardHeader
        title="Google Postmaster Tools"
        state={
          account ? (
            <Source account={account} />
          ) : (
            'Gmail’s own view of your sending domains: requirements for senders and spam rates.'
          )
        }
        action={
          canWrite && (
            <span className="flex flex-wrap gap-2">
              <Button size="small" onClick={() => setAsked('connect')}>
                {account ? 'Change credentials' : 'Connect'}
              </Button>
              {account && (
                <Button size="small" variant="ghost" onClick={() => setAsked('disconnect')}>
                  Disconnect
                </Button>
              )}
            </span>
          )
        }
      />
      {account?.problem && (
        <CardBody>
          <Notice meaning="warning" title="The data could not be updated">
            <p className="wrap-anywhere">{account.problem}</p>
            {account.failingSince && (
              <p className="text-sm">
                Failing since <Time value={account.failingSince} />. What is shown was read before.
              </p>
            )}
          </Notice>
        </CardBody>
      )}
      {account && domains.length === 0 && <CardBody className="text-muted">No verified sending domains.</CardBody>}
      {domains.length > 0 && (
        <ul className="divide-y divide-line">
          {domains.map((each) => (
            <DomainRow key={each.domain} of={each} />
          ))}
        </ul>
      )}
      <ConnectDialog open={asked === 'connect'} onOpenChange={(isOpen) => setAsked(isOpen ? 'connect' : null)} />
      <ConfirmDialog
        open={asked === 'disconnect'}
        onOpenChange={(isOpen) => setAsked(isOpen ? 'disconnect' : null)}
        title="Disconnect Google Postmaster Tools?"
        consequence="The credentials and everything read with them are deleted. Nothing changes at Google."
        action="Disconnect"
        onConfirm={() => remove.mutateAsync({})}
      />
    </Card>
  );
}

function Source({ account: { name, fetchedAt } }: { account: NonNullable<PostmasterView['account']> }) {
  return (
    <span className="wrap-anywhere">
      {fetchedAt && (
        <>
          Updated <Time value={fetchedAt} />,{' '}
        </>
      )}
      read once a day as {name}
    </span>
  );
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 2 });

function DomainRow({ of: { domain, access, compliance, spamRates } }: { of: PostmasterDomain }) {
  const last = spamRates.at(-1);
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="font-medium wrap-anywhere">{domain}</span>
        {access === 'granted' && (
          <span className="text-sm text-muted tabular-nums">
            {last
              ? `Spam rate ${percent.format(last.rate)} on ${formatDay(last.day)}`
              : 'No spam rate: Gmail gives one only for days with enough messages'}
          </span>
        )}
      </div>
      {access === 'not_registered' ? (
        <p className="text-sm text-muted">
          The account has no access. Add the domain in Postmaster Tools, or add the account there as a user.
        </p>
      ) : compliance.length === 0 ? (
        <p className="text-sm text-muted">Gmail has not checked the requirements for this domain yet.</p>
      ) : (
        <ul aria-label={`Requirements for ${domain}`} className="flex flex-wrap gap-1.5">
          {compliance.map(({ requirement, isMet }) => (
            <li key={requirement}>
              <Badge meaning={isMet ? 'good' : 'warning'}>
                {requirementWords[requirement]}
                {isMet ? <span className="sr-only">: met</span> : ': needs work'}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
