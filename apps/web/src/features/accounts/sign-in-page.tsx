import { signInInput } from '@engagex/domain/accounts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearch } from 'wouter';
import { showServerErrors, submitTo, useZodForm } from '../../shared/form.ts';
import { signIn } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PasswordInput } from '../../ui/password-input.tsx';
import { AccountsPage } from './accounts-page.tsx';

export function SignInPage() {
  const search = useSearch();
  return (
    <AccountsPage
      title="Sign in"
      intro={
        <>
          New here?{' '}
          <Link
            href={search ? `/sign-up?${search}` : '/sign-up'}
            className="rounded-sm font-medium text-accent underline underline-offset-3"
          >
            Create an account
          </Link>
        </>
      }
    >
      <SignInForm />
    </AccountsPage>
  );
}

function SignInForm() {
  const form = useZodForm(signInInput, { email: '', password: '' });
  const { errors } = form.formState;
  const [refusal, setRefusal] = useState<string | null>(null);
  const enter = useMutation({
    mutationFn: signIn,
    onMutate: () => setRefusal(null),
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (input) => enter.mutate(input))}>
      {refusal && <Notice meaning="danger">{refusal}</Notice>}
      <Field label="Email address" error={errors.email?.message}>
        <Input type="email" autoComplete="username" inputMode="email" {...form.register('email')} />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <PasswordInput autoComplete="current-password" {...form.register('password')} />
      </Field>
      <p className="text-sm">
        <Link href="/forgot-password" className="rounded-sm text-accent underline underline-offset-3">
          Forgot your password?
        </Link>
      </p>
      <Button type="submit" variant="primary" loading={enter.isPending} className="mt-2 w-full">
        Sign in
      </Button>
    </form>
  );
}
