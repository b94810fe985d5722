import { type EventNameView, eventSchemasRoutes } from '@engagex/domain/event-schemas';
import { Ban, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { formatCount, formatDate } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { warningText } from '../schema-words.ts';
import { DescriptionForm } from './description-form.tsx';

/** An event by its name: what the team says of it, and whether it is wanted. */
export function NameCard({ name }: { name: EventNameView }) {
  const { id, events, firstSeenAt, lastSeenAt, blocked, warnings, unlistedValues } = name;
  const save = useRouteMutation(eventSchemasRoutes.update, {
    onSuccess: () => notify('Event saved'),
    onError: notifyFailure('The event was not saved'),
  });
  return (
    <>
      <Card>
        <CardHeader
          title={name.name}
          state={
            <>
              {formatCount(events, 'event')}, first <Time value={firstSeenAt} />, last <Time value={lastSeenAt} />
            </>
          }
        />
        <CardBody className="flex flex-col gap-4">
          <DescriptionForm
            of={name}
            expectedHelp="Reviewed and as intended."
            isSaving={save.isPending}
            onSave={(changes) => save.mutate({ id, ...changes })}
          />
          <NameActions name={name} />
        </CardBody>
      </Card>
      {blocked && (
        <Notice meaning="danger" title="This event is blocked">
          {formatCount(blocked.refused, 'event was', 'events were')} refused since {formatDate(blocked.since)}.
        </Notice>
      )}
      {warnings.map((warning) => (
        <Notice key={warning.kind} meaning="warning">
          {warningText(name.name, warning, formatDate)}
        </Notice>
      ))}
      {unlistedValues > 0 && (
        <Notice meaning="warning" title="Not all properties are listed">
          {formatCount(unlistedValues, 'value')} came with properties beyond the 300 listed, or with names that may be
          personal. The values are stored with their events.
        </Notice>
      )}
    </>
  );
}

function NameActions({ name }: { name: EventNameView }) {
  const [asking, setAsking] = useState<'block' | 'delete' | null>(null);
  const [, go] = useLocation();
  const canWrite = useCan('event-schemas:write');
  const canBlock = useCan('organization:write') && (name.kind === 'track' || name.kind === 'page');
  const block = useRouteMutation(eventSchemasRoutes.block, { onSuccess: () => notify(`“${name.name}” blocked`) });
  const remove = useRouteMutation(eventSchemasRoutes.delete, {
    onSuccess: () => {
      notify(`“${name.name}” deleted from the schema`);
      go('/settings/event-schema');
    },
  });
  const unblock = useRouteMutation(eventSchemasRoutes.unblock, {
    onSuccess: () => notify(`“${name.name}” unblocked`),
    onError: notifyFailure('The event was not unblocked'),
  });
  const { id, blocked } = name;
  if (!canWrite) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {canBlock && !blocked && (
        <Button icon={Ban} onClick={() => setAsking('block')}>
          Block…
        </Button>
      )}
      {canBlock && blocked && (
        <Button loading={unblock.isPending} onClick={() => unblock.mutate({ id })}>
          Unblock
        </Button>
      )}
      {!blocked && (
        <Button icon={Trash2} onClick={() => setAsking('delete')}>
          Delete from schema…
        </Button>
      )}
      <ConfirmDialog
        open={asking === 'block'}
        onOpenChange={() => setAsking(null)}
        title={`Block “${name.name}”?`}
        consequence="From now on, events of this name are refused and not stored. Events that were received stay. Segments and reports that use it get nothing new."
        action="Block event"
        onConfirm={() => block.mutateAsync({ id })}
      />
      <ConfirmDialog
        open={asking === 'delete'}
        onOpenChange={() => setAsking(null)}
        title={`Delete “${name.name}” from the schema?`}
        consequence="Its description and counts are deleted here. Its events stay, and it is listed again with the next one."
        action="Delete from schema"
        onConfirm={() => remove.mutateAsync({ id })}
      />
    </div>
  );
}
