import { type PostmasterCredentials, postmasterInput, postmasterRoutes } from '@engagex/domain/postmaster';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { DialogForm } from '../../../ui/dialog-form.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { notify } from '../../../ui/toast.tsx';

type Kind = PostmasterCredentials['kind'];
const kinds: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'service_account', label: 'Service account' },
  { value: 'refresh_token', label: 'OAuth refresh token' },
];

interface ConnectDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Takes credentials of the organization's own; they are tried before they are kept. */
export function ConnectDialog({ open, onOpenChange }: ConnectDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Connect Google Postmaster Tools"
      description="Use credentials of your own Google Cloud project with the Gmail Postmaster Tools API enabled. They are tried now, stored encrypted, and never shown again."
    >
      <ConnectForm close={() => onOpenChange(false)} />
    </Dialog>
  );
}

function ConnectForm({ close }: { close: () => void }) {
  const [kind, setKind] = useState<Kind>('service_account');
  const [values, setValues] = useState({ key: '', clientId: '', clientSecret: '', refreshToken: '' });
  const save = useRouteMutation(postmasterRoutes.save, {
    onSuccess: () => {
      notify('Google Postmaster Tools connected');
      close();
    },
  });
  const set = (name: keyof typeof values) => ({
    value: values[name],
    onChange: ({ target }: { target: { value: string } }) => setValues({ ...values, [name]: target.value }),
  });
  const [isTried, setTried] = useState(false);
  const { key, ...token } = values;
  const credentials: PostmasterCredentials = kind === 'service_account' ? { kind, key } : { kind, ...token };
  const checked = postmasterInput.safeParse({ credentials });
  const errorOf = (name: keyof typeof values) =>
    isTried ? checked.error?.issues.find(({ path }) => path.at(-1) === name)?.message : undefined;
  return (
    <DialogForm
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        save.reset();
        if (checked.success) save.mutate({ credentials });
        else focusFirstInvalid(event.currentTarget);
      }}
      action="Connect"
      isPending={save.isPending}
      close={close}
    >
      <Field label="Credentials">
        <Select
          options={kinds}
          value={kind}
          onChange={(next) => {
            setKind(kinds.find(({ value }) => value === next)?.value ?? kind);
            setTried(false);
            save.reset();
          }}
        />
      </Field>
      {kind === 'service_account' ? (
        <Field
          label="Key file (JSON)"
          help="Add the account’s address as a user of your domains in Postmaster Tools."
          error={errorOf('key')}
        >
          <Textarea rows={5} className="font-mono text-xs" spellCheck={false} autoComplete="off" {...set('key')} />
        </Field>
      ) : (
        <>
          <Field label="Client ID" error={errorOf('clientId')}>
            <Input autoComplete="off" spellCheck={false} {...set('clientId')} />
          </Field>
          <Field label="Client secret" error={errorOf('clientSecret')}>
            <Input type="password" autoComplete="off" {...set('clientSecret')} />
          </Field>
          <Field
            label="Refresh token"
            help="With the scopes postmaster.domain and postmaster.traffic.readonly."
            error={errorOf('refreshToken')}
          >
            <Input type="password" autoComplete="off" {...set('refreshToken')} />
          </Field>
        </>
      )}
      {save.error && <Notice meaning="danger">{messageOf(save.error)}</Notice>}
    </DialogForm>
  );
}

/** Once the fields are marked. */
function focusFirstInvalid(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus());
}
