import type { EventHookView, SavedEventHook } from '@engagex/domain/provider-events';
import type { TransportView } from '@engagex/domain/transports';
import { useState } from 'react';
import { Dialog } from '../../../ui/dialog.tsx';
import { EventHookDetails } from './event-hook-details.tsx';
import { EventHookForm } from './event-hook-form.tsx';

interface EventHookDialogProps {
  readonly transport: TransportView;
  readonly hook: EventHookView | undefined;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** How the provider behind a transport reports what became of messages: first the settings, then what to do there. */
export function EventHookDialog({ transport, hook, open, onOpenChange }: EventHookDialogProps) {
  const [saved, setSaved] = useState<SavedEventHook | null>(null);
  const [isChanging, setChanging] = useState(false);
  const shown = saved ?? hook;
  const close = (isOpen: boolean) => {
    onOpenChange(isOpen);
    if (isOpen) return;
    setSaved(null); // a secret is shown once
    setChanging(false);
  };
  return (
    <Dialog open={open} onOpenChange={close} title={`Event webhook of “${transport.name}”`}>
      {!shown || isChanging ? (
        <EventHookForm
          transport={transport}
          hook={shown}
          close={() => (shown ? setChanging(false) : close(false))}
          onSaved={(now) => {
            setSaved(now);
            setChanging(false);
          }}
        />
      ) : (
        <EventHookDetails
          hook={hook && hook.updatedAt >= shown.updatedAt ? hook : shown}
          secret={saved?.secret ?? null}
          onRenewed={setSaved}
          onChange={() => setChanging(true)}
          close={() => close(false)}
        />
      )}
    </Dialog>
  );
}
