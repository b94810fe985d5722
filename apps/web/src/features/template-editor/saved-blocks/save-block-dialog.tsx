import type { Block } from '@engagex/domain/documents';
import { savedBlocksRoutes } from '@engagex/domain/saved-blocks';
import { submitTo, useZodForm } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useEditorStore } from '../state/editor-context.ts';
import { replaceBySaved } from './detach.ts';

const input = savedBlocksRoutes.create.body.pick({ name: true });

interface SaveBlockDialogProps {
  /** What is saved; null while the dialog is closed. */
  readonly block: Block | null;
  readonly onClose: () => void;
}

/** Gives a block a name under which other templates can have it, too. This template has it from then on. */
export function SaveBlockDialog({ block, onClose }: SaveBlockDialogProps) {
  return (
    <Dialog
      open={block !== null}
      onOpenChange={onClose}
      title="Save block for other templates"
      description="When you change and publish it later, every template that has it changes."
    >
      {block && <SaveBlockForm block={block} onClose={onClose} />}
    </Dialog>
  );
}

function SaveBlockForm({ block, onClose }: { block: Block; onClose: () => void }) {
  const store = useEditorStore();
  const form = useZodForm(input, { name: '' });
  const create = useRouteMutation(savedBlocksRoutes.create, {
    onSuccess: ({ id, name }) => {
      replaceBySaved(store, block.id, id);
      notify(`“${name}” saved`, { detail: 'It is among the blocks now, in every template.' });
      onClose();
    },
    onError: showFailure(form, 'The block was not saved'),
  });
  // Who sees it stays a matter of each template.
  const { condition: _condition, repeat: _repeat, ...own } = block;
  return (
    <DialogForm
      onSubmit={submitTo(form, ({ name }) => create.mutate({ name, blocks: [own] }))}
      action="Save block"
      isPending={create.isPending}
      close={onClose}
    >
      <Field label="Name" error={form.formState.errors.name?.message}>
        <Input autoFocus placeholder="Opening hours" {...form.register('name')} />
      </Field>
    </DialogForm>
  );
}
