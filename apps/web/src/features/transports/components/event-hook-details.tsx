import {
  type EventHookView,
  eventHooksRoutes,
  providersWithOurSecret,
  type SavedEventHook,
} from '@engagex/domain/provider-events';
import { formatCount } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { providerNames, stepsAt } from './event-hook-words.ts';

interface EventHookDetailsProps {
  readonly hook: EventHookView;
  /** Made just now, and never shown again. */
  readonly secret: string | null;
  readonly onRenewed: (saved: SavedEventHook) => void;
  readonly onChange: () => void;
  readonly close: () => void;
}

/** What to paste where, and whether events arrive. */
export function EventHookDetails({ hook, secret, onRenewed, onChange, close }: EventHookDetailsProps) {
  const { id, provider } = hook;
  const failed = notifyFailure('The event webhook was not changed');
  const renew = useRouteMutation(eventHooksRoutes.renewSecret, { onSuccess: onRenewed, onError: failed });
  const remove = useRouteMutation(eventHooksRoutes.delete, {
    onSuccess: () => {
      notify('Event webhook deleted');
      close();
    },
    onError: failed,
  });
  const hasOurSecret = providersWithOurSecret.some((each) => each === provider);
  return (
    <>
      <DialogBody>
        <p className="text-sm">{stepsAt[provider]}</p>
        <Copied label="URL" text={hook.url} />
        {provider === 'postmark' && <Copied label="Username" text="engagex" />}
        {secret && (
          <Notice meaning="warning" title="Copy the secret now. It is not shown again.">
            <Copied label={provider === 'postmark' ? 'Password' : 'Secret'} text={secret} />
          </Notice>
        )}
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
          <dt className="text-muted">Provider</dt>
          <dd>{providerNames[provider]}</dd>
          <dt className="text-muted">Last event</dt>
          <dd>{hook.lastEventAt ? <Time value={hook.lastEventAt} /> : 'None yet'}</dd>
          <dt className="text-muted">Received</dt>
          <dd>{formatCount(hook.received, 'event', 'events')}</dd>
          {hook.ignored + hook.foreign > 0 && (
            <>
              <dt className="text-muted">Not counted</dt>
              <dd>
                {formatCount(hook.ignored, 'event', 'events')} not about delivery,{' '}
                {formatCount(hook.foreign, 'event', 'events')} about other messages
              </dd>
            </>
          )}
        </dl>
      </DialogBody>
      <DialogFooter>
        <Button variant="danger" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
          Delete
        </Button>
        {hasOurSecret && (
          <Button loading={renew.isPending} onClick={() => renew.mutate({ id })}>
            New secret
          </Button>
        )}
        <Button onClick={onChange}>Change</Button>
        <Button variant="primary" onClick={close}>
          Done
        </Button>
      </DialogFooter>
    </>
  );
}

function Copied({ label, text }: { label: string; text: string }) {
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm font-medium">{label}</span>
      <div className="flex items-start gap-2">
        <code className="min-w-0 flex-1 rounded-md border border-line px-3 py-2 text-sm wrap-anywhere">{text}</code>
        <CopyButton text={text} label={`Copy the ${label}`} />
      </div>
    </div>
  );
}
