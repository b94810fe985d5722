import { passwordResetInput } from '@engagex/domain/accounts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { showServerErrors, submitTo, useZodForm } from '../../shared/form.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PasswordInput } from '../../ui/password-input.tsx';
import { AccountsFrame } from './accounts-page.tsx';
import { resetPassword } from './accounts.api.ts';

const input = passwordResetInput.omit({ token: true });

/** Where the link of a password mail leads; its secret is behind `#`, so that no server's log ever holds it. */
export function ResetPasswordPage() {
  const [token] = useState(() => location.hash.slice(1));
  const form = useZodForm(input, { password: '' });
  const [refusal, setRefusal] = useState<string | null>(null);
  const reset = useMutation({
    mutationFn: ({ password }: { password: string }) => resetPassword({ token, password }),
    onMutate: () => setRefusal(null),
    // Signed in, or asked for more, with nothing of an earlier user in memory.
    onSuccess: ({ kind }) => location.assign(kind === 'signed-in' ? '/' : '/sign-in/second-factor'),
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  return (
    <AccountsFrame title="Choose a new password" intro="You will be signed out everywhere else.">
      <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (values) => reset.mutate(values))}>
        {refusal && (
          <Notice meaning="danger">
            {refusal}{' '}
            <Link href="/forgot-password" className="rounded-sm underline underline-offset-3">
              Email me another link
            </Link>
          </Notice>
        )}
        <Field
          label="New password"
          help="At least 8 characters. A few words in a row are easy to remember."
          error={form.formState.errors.password?.message}
        >
          <PasswordInput autoComplete="new-password" autoFocus {...form.register('password')} />
        </Field>
        <Button type="submit" variant="primary" loading={reset.isPending} className="mt-2 w-full">
          Save and sign in
        </Button>
      </form>
    </AccountsFrame>
  );
}
