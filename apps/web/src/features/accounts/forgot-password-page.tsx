import { passwordResetRequest } from '@engagex/domain/accounts';
import { useMutation } from '@tanstack/react-query';
import { Link } from 'wouter';
import { submitTo, useZodForm } from '../../shared/form.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { showFailure } from '../../ui/form-failure.ts';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { AccountsPage } from './accounts-page.tsx';
import { requestPasswordReset } from './accounts.api.ts';

/** Asks for a link to choose a new password. */
export function ForgotPasswordPage() {
  const form = useZodForm(passwordResetRequest, { email: '' });
  const ask = useMutation({
    mutationFn: requestPasswordReset,
    onError: showFailure(form, 'The email was not requested'),
  });
  return (
    <AccountsPage
      title="Forgot your password?"
      intro={
        <>
          We’ll email you a link to choose a new one.{' '}
          <Link
            href="/sign-in"
            className="rounded-sm font-medium whitespace-nowrap text-accent underline underline-offset-3"
          >
            Back to sign in
          </Link>
        </>
      }
    >
      {ask.isSuccess ? (
        <Notice meaning="good" title="Check your inbox">
          If {form.getValues('email')} has an account, a link is on its way. It works once and expires in an hour.
        </Notice>
      ) : (
        <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (input) => ask.mutate(input))}>
          <Field label="Email address" error={form.formState.errors.email?.message}>
            <Input type="email" autoComplete="username" autoFocus {...form.register('email')} />
          </Field>
          <Button type="submit" variant="primary" loading={ask.isPending} className="mt-2 w-full">
            Email me a link
          </Button>
        </form>
      )}
    </AccountsPage>
  );
}
