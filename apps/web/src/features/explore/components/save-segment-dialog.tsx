import { type ExploreQuery, exploreRoutes, type ExploreSelection } from '@engagex/domain/explore';
import { line } from '@engagex/domain/shared';
import { useLocation } from 'wouter';
import { z } from 'zod';
import { formatCount } from '../../../shared/format.ts';
import { submitTo, useZodForm } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { notify } from '../../../ui/toast.tsx';

interface SaveSegmentDialogProps {
  readonly query: ExploreQuery;
  readonly of: ExploreSelection;
  readonly onClose: () => void;
}

const input = z.object({ name: line('a name for the segment', 100) });

/** Saves those who are contacts as a group, and a segment of it. */
export function SaveSegmentDialog({ query, of, onClose }: SaveSegmentDialogProps) {
  const [, goTo] = useLocation();
  const form = useZodForm(input, { name: '' });
  const save = useRouteMutation(exploreRoutes.savePeople, {
    touches: ['groups'],
    onSuccess: ({ segmentId, contacts, others }) => {
      notify(`Saved ${formatCount(contacts, 'contact')}`, {
        ...(others > 0 && { detail: `${formatCount(others, 'person', 'people')} left out: not contacts` }),
      });
      goTo(`/segments/${segmentId}`);
    },
  });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} title="Save as segment">
      <DialogForm
        onSubmit={submitTo(form, ({ name }) => save.mutateAsync({ query, of, name }))}
        action="Save segment"
        isPending={save.isPending}
        close={onClose}
      >
        <p>
          Those of them who are contacts now become a group and a segment of it. People who are not contacts are left
          out, and people who come later are not added.
        </p>
        <Field label="Name" error={form.formState.errors.name?.message}>
          <Input {...form.register('name')} />
        </Field>
      </DialogForm>
    </Dialog>
  );
}
