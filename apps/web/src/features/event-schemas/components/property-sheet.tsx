import { type EventPropertyView, eventSchemasRoutes } from '@engagex/domain/event-schemas';
import { formatDate } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { typesText, warningText } from '../schema-words.ts';
import { DescriptionForm } from './description-form.tsx';

interface PropertySheetProps {
  /** Of the event's name. */
  readonly id: string;
  readonly property: EventPropertyView;
  readonly onClose: () => void;
}

export function PropertySheet({ id, property, onClose }: PropertySheetProps) {
  const { name, warnings, description, example, firstSeenAt, lastSeenAt, isExpected } = property;
  const canWrite = useCan('event-schemas:write');
  const save = useRouteMutation(eventSchemasRoutes.updateProperty, {
    onSuccess: () => {
      notify(`“${name}” saved`);
      onClose();
    },
    onError: notifyFailure('The property was not saved'),
  });
  const hasChanged = warnings.some(({ kind }) => kind === 'type_changed');
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && onClose()} title={name}>
      <div className="flex flex-col gap-4 p-5">
        <dl className="grid grid-cols-[7rem_1fr] gap-x-4 gap-y-2">
          <dt className="text-muted">Types</dt>
          <dd>{typesText(property)}</dd>
          <dt className="text-muted">Example</dt>
          <dd className="wrap-anywhere">{example ?? 'None that cannot be personal'}</dd>
          <dt className="text-muted">First received</dt>
          <dd>
            <Time value={firstSeenAt} />
          </dd>
          <dt className="text-muted">Last received</dt>
          <dd>
            <Time value={lastSeenAt} />
          </dd>
        </dl>
        {warnings.map((warning) => (
          <Notice key={warning.kind} meaning="warning">
            {warningText(name, warning, formatDate)}
          </Notice>
        ))}
        {canWrite && hasChanged && isExpected && (
          <Button
            className="self-start"
            loading={save.isPending}
            onClick={() => save.mutate({ id, name, isExpected: true })}
          >
            Accept the new type
          </Button>
        )}
        <DescriptionForm
          of={{ description, isExpected }}
          expectedHelp="Reviewed and as intended. Its warnings are settled; another change of type is a new one."
          isSaving={save.isPending}
          onSave={(changes) => save.mutate({ id, name, ...changes })}
        />
      </div>
    </Sheet>
  );
}
