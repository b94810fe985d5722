import { signUpInput } from '@engagex/domain/accounts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearch } from 'wouter';
import { showServerErrors, submitTo, useZodForm } from '../../shared/form.ts';
import { signUp } from '../../shared/session.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PasswordInput } from '../../ui/password-input.tsx';
import { AccountsPage } from './accounts-page.tsx';

export function SignUpPage() {
  const search = useSearch();
  return (
    <AccountsPage
      title="Create an account"
      intro={
        <>
          Already have one?{' '}
          <Link
            href={search ? `/sign-in?${search}` : '/sign-in'}
            className="rounded-sm font-medium text-accent underline underline-offset-3"
          >
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm />
    </AccountsPage>
  );
}

function SignUpForm() {
  const form = useZodForm(signUpInput, { name: '', email: '', password: '', organizationName: '' });
  const { errors } = form.formState;
  const [refusal, setRefusal] = useState<string | null>(null);
  const enter = useMutation({
    mutationFn: signUp,
    onMutate: () => setRefusal(null),
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (input) => enter.mutate(input))}>
      {refusal && <Notice meaning="danger">{refusal}</Notice>}
      <Field label="Your name" error={errors.name?.message}>
        <Input autoComplete="name" {...form.register('name')} />
      </Field>
      <Field label="Email address" error={errors.email?.message}>
        <Input type="email" autoComplete="username" inputMode="email" {...form.register('email')} />
      </Field>
      <Field
        label="Password"
        help="At least 8 characters. A few words in a row are easy to remember."
        error={errors.password?.message}
      >
        <PasswordInput autoComplete="new-password" {...form.register('password')} />
      </Field>
      <Field
        label="Organization name"
        help="The company or club you send for. You will be its owner."
        error={errors.organizationName?.message}
      >
        <Input autoComplete="organization" {...form.register('organizationName')} />
      </Field>
      <Button type="submit" variant="primary" loading={enter.isPending} className="mt-2 w-full">
        Create account
      </Button>
    </form>
  );
}
