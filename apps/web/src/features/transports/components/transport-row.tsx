import type { EventHookView } from '@engagex/domain/provider-events';
import { transportsRoutes, type TransportView } from '@engagex/domain/transports';
import { ArrowUpToLine, Ellipsis, Pencil, Power, Send, Trash2, Webhook } from 'lucide-react';
import { useState } from 'react';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { LastDeliveryTest } from '../../delivery-tests/index.ts';
import { EventHookDialog } from './event-hook-dialog.tsx';
import { providerNames } from './event-hook-words.ts';
import { healthWords, limitsOf, problemWords, returnPathWords, serverOf } from './transport-words.ts';

interface TransportRowProps {
  readonly transport: TransportView;
  /** How its provider reports what became of messages; undefined where it does not. */
  readonly hook: EventHookView | undefined;
  readonly isFirst: boolean;
  readonly onChange: () => void;
}

/** One transport: how it is doing, what it may carry, and a test that shows the server's own words. */
export function TransportRow({ transport, hook, isFirst, onChange }: TransportRowProps) {
  const canWrite = useCan('transports:write');
  const sendTest = useRouteMutation(transportsRoutes.sendTest, { onError: notifyFailure('The test was not sent') });
  const { meaning, word } = healthWords[transport.health];
  const limits = limitsOf(transport);
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <div className="font-medium wrap-anywhere">{transport.name}</div>
          <div className="text-sm wrap-anywhere text-muted">{serverOf(transport)}</div>
          {transport.senders && <div className="text-sm wrap-anywhere text-muted">{transport.senders}</div>}
          {transport.returnPath && <div className="text-sm text-muted">{returnPathWords[transport.returnPath]}</div>}
          {hook && (
            <div className="text-sm text-muted">
              {hook.provider === 'webhook' ? 'Event webhook' : `Events from ${providerNames[hook.provider]}`},{' '}
              {hook.lastEventAt ? (
                <>
                  last received <Time value={hook.lastEventAt} />
                </>
              ) : (
                'none received yet'
              )}
            </div>
          )}
          <LastDeliveryTest transportId={transport.id} />
          {limits.length > 0 && <div className="text-sm text-muted">{limits.join(' · ')}</div>}
        </div>
        <Badge meaning={meaning}>{word}</Badge>
        {canWrite && (
          <Button
            size="small"
            icon={Send}
            loading={sendTest.isPending}
            onClick={() => sendTest.mutate({ id: transport.id })}
          >
            Send test<span className="sr-only"> through {transport.name}</span>
          </Button>
        )}
        {canWrite && <TransportMenu transport={transport} hook={hook} isFirst={isFirst} onChange={onChange} />}
      </div>
      {transport.problem && (
        <Notice meaning={meaning} title={problemWords[transport.health].title}>
          <p className="text-sm wrap-anywhere">{transport.problem}</p>
          {problemWords[transport.health].next && <p className="text-sm">{problemWords[transport.health].next}</p>}
        </Notice>
      )}
      {sendTest.data && (
        <Notice
          meaning={sendTest.data.isAccepted ? 'good' : 'danger'}
          title={
            sendTest.data.isAccepted ? `Accepted. Check the inbox of ${sendTest.data.to}.` : 'The test was rejected'
          }
        >
          <p className="text-sm wrap-anywhere">{sendTest.data.response}</p>
        </Notice>
      )}
    </li>
  );
}

function TransportMenu({ transport, hook, isFirst, onChange }: TransportRowProps) {
  const { id, name, kind, isEnabled } = transport;
  const [isHookOpen, setHookOpen] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const failed = notifyFailure('The transport was not changed');
  const enable = useRouteMutation(transportsRoutes.enable, { onError: failed });
  const disable = useRouteMutation(transportsRoutes.disable, {
    onError: failed,
    onSuccess: () => notify(`“${name}” is switched off`, { undo: () => enable.mutate({ id }) }),
  });
  const prefer = useRouteMutation(transportsRoutes.prefer, {
    onError: failed,
    onSuccess: () => notify(`“${name}” is now used first`),
  });
  const remove = useRouteMutation(transportsRoutes.delete, { onSuccess: () => notify(`“${name}” deleted`) });
  const isOwn = kind !== 'installation';
  return (
    <>
      <Menu align="end" trigger={<IconButton label={`Actions for ${name}`} icon={Ellipsis} />}>
        <MenuItem icon={Pencil} onSelect={onChange}>
          {isOwn ? 'Change' : 'Set limits'}
        </MenuItem>
        {isOwn && (
          <MenuItem icon={Webhook} onSelect={() => setHookOpen(true)}>
            Event webhook
          </MenuItem>
        )}
        {!isFirst && (
          <MenuItem icon={ArrowUpToLine} onSelect={() => prefer.mutate({ id })}>
            Use first
          </MenuItem>
        )}
        <MenuItem icon={Power} onSelect={() => (isEnabled ? disable : enable).mutate({ id })}>
          {isEnabled ? 'Switch off' : 'Switch on'}
        </MenuItem>
        {isOwn && (
          <MenuItem icon={Trash2} danger onSelect={() => setDeleting(true)}>
            Delete
          </MenuItem>
        )}
      </Menu>
      <EventHookDialog transport={transport} hook={hook} open={isHookOpen} onOpenChange={setHookOpen} />
      <ConfirmDialog
        open={isDeleting}
        onOpenChange={setDeleting}
        title={`Delete “${name}”?`}
        consequence="Its password or key is deleted immediately. Messages not handed over yet go to the next transport. If you have none left, the installation’s transport sends your mail."
        action="Delete transport"
        onConfirm={() => remove.mutateAsync({ id })}
      />
    </>
  );
}
