import { apiKeyInput, apiKeysRoutes, type NewApiKey } from '@engagex/domain/accounts';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogBody, DialogFooter, Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { OriginsField } from '../../api-keys/index.ts';

interface NewSourceDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onCreated: (key: NewApiKey) => void;
}

/** A new source is a public key with a name. */
export function NewSourceDialog({ open, onOpenChange, onCreated }: NewSourceDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New event source">
      <NewSourceForm close={() => onOpenChange(false)} onCreated={onCreated} />
    </Dialog>
  );
}

function NewSourceForm({ close, onCreated }: { close: () => void; onCreated: (key: NewApiKey) => void }) {
  const form = useKeptForm('event source new', apiKeyInput, {
    kind: 'public',
    name: '',
    scopes: [],
    origins: [],
    expiresInDays: null,
  });
  const { errors } = form.formState;
  const create = useRouteMutation(apiKeysRoutes.create, {
    onSuccess: (key) => {
      onCreated(key);
      close();
    },
    onError: showFailure(form, 'The event source was not created'),
  });
  return (
    <form noValidate className="contents" onSubmit={submitTo(form, (input) => create.mutate(input))}>
      <DialogBody>
        <Field label="Name" help="Where the events come from, such as “Web shop”." error={errors.name?.message}>
          <Input {...form.register('name')} />
        </Field>
        <OriginsField
          error={errors.origins?.message ?? errors.origins?.find?.((each) => each)?.message}
          onChange={(origins) => form.setValue('origins', origins, { shouldValidate: form.formState.isSubmitted })}
        />
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={create.isPending}>
          Create event source
        </Button>
      </DialogFooter>
    </form>
  );
}
