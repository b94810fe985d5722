import { linkHostsRoutes, type LinkHostState, type LinkHostView } from '@engagex/domain/link-hosts';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { formatDate } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import type { Meaning } from '../../../ui/meaning.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';

const states: Readonly<Record<LinkHostState, { readonly meaning: Meaning; readonly word: string }>> = {
  pending: { meaning: 'neutral', word: 'Not working yet' },
  live: { meaning: 'good', word: 'In use' },
  failing: { meaning: 'danger', word: 'Not working' },
};

/** How a link host is doing, the record it needs, its certificate, and what failed. */
export function LinkHostBody({ host: of }: { host: LinkHostView }) {
  const { id, host, domain, state, isDomainOwned, words, record, checkedAt } = of;
  const [isRemoving, setRemoving] = useState(false);
  const canWrite = useCan('domains:write');
  const check = useRouteMutation(linkHostsRoutes.check, { onError: notifyFailure('The host was not checked') });
  const remove = useRouteMutation(linkHostsRoutes.delete);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {isDomainOwned ? (
          <Badge meaning={states[state].meaning}>{states[state].word}</Badge>
        ) : (
          <Badge meaning="warning">Paused</Badge>
        )}
        <span className="text-sm text-muted">
          {checkedAt ? (
            <>
              Checked <Time value={checkedAt} />
            </>
          ) : (
            'Not checked yet'
          )}
        </span>
      </div>
      {!isDomainOwned && (
        <Notice meaning="warning" title="New mail links to this installation instead">
          <p className="text-sm wrap-anywhere">
            {domain} is not verified. Once it is, new mail links to {host} again. Links in sent mail go on working while
            the DNS record leads here.
          </p>
        </Notice>
      )}
      {words && (
        <Notice meaning={state === 'failing' ? 'danger' : 'warning'} title={titleOf(of)}>
          <p className="text-sm wrap-anywhere">{words}</p>
          {state === 'failing' && (
            <p className="text-sm">It is checked every few minutes and used again once it works.</p>
          )}
        </Notice>
      )}
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
        <dt className="text-muted">DNS record</dt>
        <dd className="flex flex-wrap items-center gap-x-2 font-mono text-xs break-all">
          {record.name} {record.type} {record.value}
          <CopyButton text={record.value} label="Copy the target of the record" />
        </dd>
        <dt className="text-muted">Certificate</dt>
        <dd>{certificateOf(of)}</dd>
      </dl>
      {of.order && state !== 'live' && (
        <Notice meaning="warning" title="No certificate was issued">
          <p className="text-sm wrap-anywhere">{of.order.words}</p>
          <p className="text-sm">
            Tried again <Time value={of.order.nextAt} />.
          </p>
        </Notice>
      )}
      {canWrite && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" icon={RefreshCw} loading={check.isPending} onClick={() => check.mutate({ id })}>
            Check now
          </Button>
          <Button size="small" variant="ghost" onClick={() => setRemoving(true)}>
            Stop using it
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setRemoving}
        title={`Stop using ${host}?`}
        consequence="New mail links to this installation. Links in mail that was sent go on working, so keep the DNS record."
        action="Stop using it"
        onConfirm={() => remove.mutateAsync({ id })}
      />
    </>
  );
}

function titleOf({ state, isDomainOwned, host }: LinkHostView): string {
  if (state !== 'failing') return 'One step to go';
  return isDomainOwned ? 'New mail links to this installation instead' : `${host} does not work`;
}

function certificateOf({ certificate, certifiedBy }: LinkHostView): string {
  if (certificate)
    return `By ${certificate.issuer}, valid until ${formatDate(certificate.expiresAt)}, renewed from ${formatDate(certificate.renewsAt)}`;
  return certifiedBy === 'acme'
    ? 'Requested automatically once the record is found'
    : 'Managed by the proxy in front of this installation';
}
