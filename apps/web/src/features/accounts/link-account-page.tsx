import { passwordInput } from '@engagex/domain/accounts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { messageOf } from '../../shared/api-error.ts';
import { showServerErrors, submitTo, useZodForm } from '../../shared/form.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PasswordInput } from '../../ui/password-input.tsx';
import { AccountsPage } from './accounts-page.tsx';
import { linkAccount, linkingQuery } from './accounts.api.ts';

/** Somebody came from a provider with the address of an account; its password says whether it is theirs. */
export function LinkAccountPage() {
  const linking = useQuery(linkingQuery);
  return (
    <AccountsPage
      title="Is this your account?"
      intro="Enter its password once to confirm. Next time, single sign-on is all you need."
    >
      {linking.error && (
        <>
          <Notice meaning="warning">{messageOf(linking.error)}</Notice>
          <ButtonLink href="/sign-in">Sign in again</ButtonLink>
        </>
      )}
      {linking.data && <LinkForm email={linking.data.email} />}
    </AccountsPage>
  );
}

function LinkForm({ email }: { email: string }) {
  const form = useZodForm(passwordInput, { password: '' });
  const [, go] = useLocation();
  const [refusal, setRefusal] = useState<string | null>(null);
  const link = useMutation({
    mutationFn: linkAccount,
    onMutate: () => setRefusal(null),
    onSuccess: ({ kind }) => kind === 'second-factor' && go('/sign-in/second-factor'),
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (input) => link.mutate(input))}>
      {refusal && <Notice meaning="danger">{refusal}</Notice>}
      <Field label="Email address">
        <Input type="email" autoComplete="username" readOnly value={email} />
      </Field>
      <Field label="Password" error={form.formState.errors.password?.message}>
        <PasswordInput autoComplete="current-password" autoFocus {...form.register('password')} />
      </Field>
      <Button type="submit" variant="primary" loading={link.isPending} className="w-full">
        Link and sign in
      </Button>
      <ButtonLink href="/sign-in" variant="ghost">
        This is not my account
      </ButtonLink>
    </form>
  );
}
