import {
  apiKeyInput,
  apiKeysRoutes,
  keyLifetimes,
  keyScopes,
  type KeyScope,
  type NewApiKey,
} from '@engagex/domain/accounts';
import { useState } from 'react';
import { submitTo } from '../../../shared/form.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Select } from '../../../ui/select.tsx';
import { KeyKindChoice } from './key-kind-choice.tsx';
import { OriginsField } from './origins-field.tsx';
import { scopeNames } from './scope-names.ts';

interface NewKeyDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onCreated: (key: NewApiKey) => void;
}

export function NewKeyDialog({ open, onOpenChange, onCreated }: NewKeyDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="New key">
      <NewKeyForm close={() => onOpenChange(false)} onCreated={onCreated} />
    </Dialog>
  );
}

const lifetimes = [
  ...keyLifetimes.map((days) => ({ value: String(days), label: `${days} days` })),
  { value: 'never', label: 'Never' },
];

function NewKeyForm({ close, onCreated }: { close: () => void; onCreated: (key: NewApiKey) => void }) {
  const form = useKeptForm('key new', apiKeyInput, {
    kind: 'secret',
    name: '',
    scopes: [],
    origins: [],
    expiresInDays: 90,
  });
  const { errors } = form.formState;
  const [lifetime, setLifetime] = useState('90');
  const create = useRouteMutation(apiKeysRoutes.create, {
    onSuccess: (key) => {
      onCreated(key);
      close();
    },
    onError: showFailure(form, 'The key was not created'),
  });
  const chooseLifetime = (value: string) => {
    setLifetime(value);
    form.setValue('expiresInDays', keyLifetimes.find((days) => String(days) === value) ?? null);
  };
  const kind = form.watch('kind') ?? 'secret';
  const scopes = form.watch('scopes') ?? [];
  const toggle = (scope: KeyScope) =>
    form.setValue('scopes', scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope], {
      shouldValidate: form.formState.isSubmitted,
    });
  return (
    <form noValidate className="contents" onSubmit={submitTo(form, (input) => create.mutate(input))}>
      <DialogBody>
        <KeyKindChoice
          value={kind}
          onChange={(next) => {
            form.setValue('kind', next);
            form.setValue('scopes', []); // what one kind may do, the other may not
            form.setValue('origins', []);
            form.clearErrors('scopes');
          }}
        />
        <Field label="Name" help="What will use it, such as “Shop”." error={errors.name?.message}>
          <Input {...form.register('name')} />
        </Field>
        {kind === 'secret' && (
          <fieldset>
            <legend className="font-medium">Scopes</legend>
            {keyScopes.map((scope) => (
              <Checkbox
                key={scope}
                label={scopeNames[scope]}
                checked={scopes.includes(scope)}
                onChange={() => toggle(scope)}
              />
            ))}
            <p role="alert" className="text-sm text-danger empty:hidden">
              {errors.scopes?.message}
            </p>
          </fieldset>
        )}
        {kind === 'public' && (
          <OriginsField
            error={errors.origins?.message ?? errors.origins?.find?.((each) => each !== undefined)?.message}
            onChange={(origins) => form.setValue('origins', origins, { shouldValidate: form.formState.isSubmitted })}
          />
        )}
        <Field label="Expires after">
          <Select options={lifetimes} value={lifetime} onChange={chooseLifetime} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={close}>Cancel</Button>
        <Button type="submit" variant="primary" loading={create.isPending}>
          Create key
        </Button>
      </DialogFooter>
    </form>
  );
}
