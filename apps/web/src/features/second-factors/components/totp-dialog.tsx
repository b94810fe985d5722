import { codeInput } from '@engagex/domain/accounts';
import { useMutation } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { submitTo, useZodForm } from '../../../shared/form.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog, DialogBody, DialogFooter } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { confirmTotp } from '../second-factors.api.ts';
import type { Guard } from './confirm-identity.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

export interface TotpSetup {
  readonly secret: string;
  readonly uri: string;
}

interface TotpDialogProps {
  /** What was begun; null while the dialog is closed. */
  readonly setup: TotpSetup | null;
  readonly guard: Guard;
  readonly onClose: () => void;
}

/** Sets an authenticator app up: scan, prove it with a first code, keep the recovery codes. */
export function TotpDialog({ setup, guard, onClose }: TotpDialogProps) {
  const [codes, setCodes] = useState<readonly string[]>([]);
  function close() {
    setCodes([]);
    onClose();
  }
  return (
    <Dialog
      open={setup !== null}
      onOpenChange={(open) => !open && close()}
      title={codes.length > 0 ? 'Your recovery codes' : 'Set up an authenticator app'}
    >
      {setup && codes.length === 0 && (
        <ScanForm setup={setup} guard={guard} onDone={(next) => (next.length > 0 ? setCodes(next) : close())} />
      )}
      {codes.length > 0 && <RecoveryCodes codes={codes} onDone={close} />}
    </Dialog>
  );
}

function ScanForm({ setup, guard, onDone }: { setup: TotpSetup; guard: Guard; onDone: (codes: string[]) => void }) {
  const form = useZodForm(codeInput, { code: '' });
  const confirm = useMutation({
    mutationFn: (input: { code: string }) => guard(() => confirmTotp(input)),
    onSuccess: (codes) => codes && onDone(codes),
    onError: showFailure(form, 'The app was not set up'),
  });
  return (
    <form noValidate className="contents" onSubmit={submitTo(form, (input) => confirm.mutate(input))}>
      <DialogBody>
        <p>Scan this with an authenticator app on your phone, such as Aegis, 2FAS or Google Authenticator.</p>
        <div className="self-center rounded-md bg-white p-3">
          <QRCodeSVG value={setup.uri} size={176} title="QR code for the authenticator app" />
        </div>
        <div className="text-sm">
          <p className="text-muted">Or type this into the app:</p>
          <p className="flex items-center gap-1 font-mono break-all">
            <span data-testid="totp-secret">{setup.secret}</span>
            <CopyButton text={setup.secret} label="Copy the secret" />
          </p>
        </div>
        <Field label="Code shown in the app" error={form.formState.errors.code?.message}>
          <Input autoComplete="one-time-code" inputMode="numeric" {...form.register('code')} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button type="submit" variant="primary" loading={confirm.isPending}>
          Turn on
        </Button>
      </DialogFooter>
    </form>
  );
}
