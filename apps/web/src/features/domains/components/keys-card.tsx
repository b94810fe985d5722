import { type DomainKeyView, type DomainView, domainsRoutes } from '@engagex/domain/domains';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify } from '../../../ui/toast.tsx';
import { keyWords } from './domain-words.ts';

/** The DKIM keys: which one signs, which one is next, and which records can go. */
export function KeysCard({ domain: { id, domain, keys } }: { domain: DomainView }) {
  const [isRotating, setRotating] = useState(false);
  const canWrite = useCan('domains:write');
  const signing = keys.find(({ state }) => state === 'signing');
  const next = keys.find(({ state }) => state === 'ready') ?? keys.find(({ state }) => state === 'published');
  const rotate = useRouteMutation(domainsRoutes.rotateKey, { onSuccess: () => notify('Rotation started') });
  if (keys.length === 0) return null;
  return (
    <Card aria-label="DKIM keys">
      <CardHeader
        title="DKIM keys"
        state={
          signing
            ? `${signing.selector} signs your messages. Keys rotate every 180 days.`
            : 'Messages are not signed yet.'
        }
        action={
          canWrite &&
          signing &&
          next && (
            <Button size="small" icon={KeyRound} onClick={() => setRotating(true)}>
              Rotate now
            </Button>
          )
        }
      />
      <ul className="divide-y divide-line">
        {keys.map((key) => (
          <KeyRow key={key.id} domainKey={key} domain={domain} />
        ))}
      </ul>
      {signing && next && (
        <ConfirmDialog
          open={isRotating}
          onOpenChange={setRotating}
          variant="primary"
          title={`Sign with ${next.selector} instead of ${signing.selector}?`}
          consequence={
            next.state === 'ready'
              ? `New messages are signed with ${next.selector}. Keep the record of ${signing.selector} for 7 more days: messages on their way need it. We tell you when it is safe to remove.`
              : `The record of ${next.selector} has not been found twice yet. ${signing.selector} keeps signing until it has; then ${next.selector} takes over by itself.`
          }
          action="Rotate key"
          onConfirm={() => rotate.mutateAsync({ id })}
        />
      )}
    </Card>
  );
}

function KeyRow({ domainKey: key, domain }: { domainKey: DomainKeyView; domain: string }) {
  const { word, detail, ...look } = keyWords[key.state];
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-3">
      <div className="min-w-0">
        <div className="font-mono text-sm wrap-anywhere">
          {key.selector}._domainkey.{domain}
        </div>
        <p className="text-sm text-muted">
          {detail}
          {key.state === 'published' && key.timesSeen > 0 && ' Found once so far.'}
          {key.state === 'retired' && key.removableAt && ` Safe to remove from ${formatDateTime(key.removableAt)}.`}
        </p>
      </div>
      <div className="flex items-center gap-2 text-sm text-muted">
        <Badge {...look}>{word}</Badge>
        {key.signsSince && key.state === 'signing' && (
          <span>
            since <Time value={key.signsSince} as="date" />
          </span>
        )}
      </div>
    </li>
  );
}
