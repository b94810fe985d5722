import { topicInput, topicsRoutes, type TopicView } from '@engagex/domain/topics';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';

interface TopicDialogProps {
  /** The topic to change; null for a new one. */
  readonly topic: TopicView | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function TopicDialog({ topic, open, onOpenChange }: TopicDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={topic ? 'Change topic' : 'New topic'}>
      <TopicForm topic={topic} close={() => onOpenChange(false)} />
    </Dialog>
  );
}

const labels = { name: 'Name', description: 'Description' };
const valuesOf = (topic: TopicView | null) => ({ name: topic?.name ?? '', description: topic?.description ?? '' });

function TopicForm({ topic, close }: { topic: TopicView | null; close: () => void }) {
  const form = useKeptForm(`topic ${topic?.id ?? 'new'}`, topicInput, valuesOf(topic), { version: topic?.updatedAt });
  const version = useFormVersion(form, { stored: topic, valuesOf, labels, save: (): void => submit() });
  const { errors } = form.formState;
  const options = {
    touches: ['preferences'] as const,
    onSuccess: ({ name }: TopicView) => {
      notify(topic ? `“${name}” changed` : `“${name}” created`);
      close();
    },
    onError: version.onRefused(showFailure(form, 'The topic was not saved')),
  };
  const create = useRouteMutation(topicsRoutes.create, options);
  const update = useRouteMutation(topicsRoutes.update, options);
  const submit = submitTo(form, (values) =>
    topic ? update.mutate({ ...values, id: topic.id, version: version.current() }) : create.mutate(values),
  );
  return (
    <DialogForm
      onSubmit={submit}
      action={topic ? 'Save topic' : 'Create topic'}
      isPending={create.isPending || update.isPending}
      close={close}
    >
      <Field label="Name" error={errors.name?.message}>
        <Input autoFocus {...form.register('name')} />
      </Field>
      <Field
        label="Description"
        optional
        help="Shown to people when they choose topics. Say what they get and how often."
        error={errors.description?.message}
      >
        <Input {...form.register('description')} />
      </Field>
      {version.notices}
    </DialogForm>
  );
}
