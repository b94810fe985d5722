import { codeInput } from '@engagex/domain/accounts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../shared/api-error.ts';
import { showServerErrors, submitTo, useZodForm } from '../../shared/form.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { AccountsPage } from './accounts-page.tsx';
import {
  hasPasskeys,
  passkeyFailure,
  pendingQuery,
  signInWithCode,
  signInWithPasskey,
} from '../second-factors/index.ts';

/** The second step of signing in. A user who is already signed in is led on automatically. */
export function SecondFactorPage() {
  const pending = useQuery(pendingQuery);
  const methods = pending.data?.kind === 'second-factor' ? pending.data.methods : [];
  return (
    <AccountsPage title="One more step" intro="Your password is correct. Now confirm that it’s you.">
      {pending.error && (
        <>
          <Notice meaning="warning">{messageOf(pending.error)}</Notice>
          <ButtonLink href="/sign-in">Sign in again</ButtonLink>
        </>
      )}
      {methods.includes('passkey') && hasPasskeys() && <PasskeyStep />}
      {pending.data && <CodeStep hasApp={methods.includes('totp')} />}
    </AccountsPage>
  );
}

function PasskeyStep() {
  const [problem, setProblem] = useState<string | null>(null);
  const enter = useMutation({
    mutationFn: () => signInWithPasskey('second-factor'),
    onMutate: () => setProblem(null),
    onError: (error) => setProblem(passkeyFailure(error)),
  });
  return (
    <div className="flex flex-col gap-3">
      {problem && <Notice meaning="danger">{problem}</Notice>}
      <Button variant="primary" icon={KeyRound} loading={enter.isPending} onClick={() => enter.mutate()}>
        Use a passkey
      </Button>
    </div>
  );
}

function CodeStep({ hasApp }: { hasApp: boolean }) {
  const form = useZodForm(codeInput, { code: '' });
  const [refusal, setRefusal] = useState<string | null>(null);
  const enter = useMutation({
    mutationFn: signInWithCode,
    onMutate: () => setRefusal(null),
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (input) => enter.mutate(input))}>
      {refusal && <Notice meaning="danger">{refusal}</Notice>}
      <Field
        label={hasApp ? 'Code' : 'Recovery code'}
        help={
          hasApp
            ? 'The six digits from your authenticator app, or a recovery code.'
            : 'One of the codes you saved when you added your passkey.'
        }
        error={form.formState.errors.code?.message}
      >
        <Input autoComplete="one-time-code" autoFocus={hasApp} {...form.register('code')} />
      </Field>
      <Button type="submit" variant={hasApp ? 'primary' : 'secondary'} loading={enter.isPending} className="w-full">
        Sign in
      </Button>
    </form>
  );
}
