import { passkeyNameInput } from '@engagex/domain/accounts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { submitTo, useZodForm } from '../../../shared/form.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { passkeyFailure } from '../passkeys.ts';
import { addPasskey } from '../second-factors.api.ts';
import type { Guard } from './confirm-identity.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

interface PasskeyDialogProps {
  readonly open: boolean;
  readonly guard: Guard;
  readonly onClose: () => void;
}

/** Makes a passkey with this device or a security key. */
export function PasskeyDialog({ open, guard, onClose }: PasskeyDialogProps) {
  const [codes, setCodes] = useState<readonly string[]>([]);
  function close() {
    setCodes([]);
    onClose();
  }
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && close()}
      title={codes.length > 0 ? 'Your recovery codes' : 'Add a passkey'}
    >
      {codes.length > 0 ? (
        <RecoveryCodes codes={codes} onDone={close} />
      ) : (
        <NameForm guard={guard} onDone={(next) => (next.length > 0 ? setCodes(next) : close())} />
      )}
    </Dialog>
  );
}

function NameForm({ guard, onDone }: { guard: Guard; onDone: (codes: string[]) => void }) {
  const form = useZodForm(passkeyNameInput, { name: '' });
  const [problem, setProblem] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: ({ name }: { name: string }) => guard(() => addPasskey(name)),
    onMutate: () => setProblem(null),
    onSuccess: (codes) => codes && onDone(codes),
    onError: (error) => setProblem(passkeyFailure(error)),
  });
  return (
    <form noValidate className="contents" onSubmit={submitTo(form, (input) => add.mutate(input))}>
      <DialogBody>
        {problem && <Notice meaning="danger">{problem}</Notice>}
        <p>
          A passkey is stored on your device and unlocked with your fingerprint, your face or a PIN. It signs you in
          without a password.
        </p>
        <Field
          label="Passkey name"
          help="To recognize it later, such as “Laptop”."
          error={form.formState.errors.name?.message}
        >
          <Input autoFocus {...form.register('name')} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button type="submit" variant="primary" loading={add.isPending}>
          Create passkey
        </Button>
      </DialogFooter>
    </form>
  );
}
