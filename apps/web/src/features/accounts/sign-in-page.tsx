import { signInInput } from '@engagex/domain/accounts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Building2, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { showServerErrors, submitTo, useZodForm } from '../../shared/form.ts';
import { lastSingleSignOn } from '../../shared/organization.ts';
import { signIn } from '../../shared/session.ts';
import { Button, ProviderLink } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PasswordInput } from '../../ui/password-input.tsx';
import { AccountsPage } from './accounts-page.tsx';
import { providersQuery } from './accounts.api.ts';
import { hasPasskeys, passkeyFailure, signInWithPasskey } from '../second-factors/index.ts';
import { signInProblem } from './sign-in-problems.ts';

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
      <SignInForm problem={signInProblem(search)} />
      <OtherWays />
    </AccountsPage>
  );
}

function SignInForm({ problem }: { problem: string | null }) {
  const form = useZodForm(signInInput, { email: '', password: '' });
  const { errors } = form.formState;
  const [, go] = useLocation();
  const search = useSearch();
  const [refusal, setRefusal] = useState(problem);
  const enter = useMutation({
    mutationFn: signIn,
    onMutate: () => setRefusal(null),
    onSuccess: ({ kind }) => kind === 'second-factor' && go(`/sign-in/second-factor${search && `?${search}`}`),
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

/** Without a password: a passkey, a provider for everybody, or the single sign-on of the organization used here last. */
function OtherWays() {
  const providers = useQuery(providersQuery);
  const back = new URLSearchParams(useSearch()).get('return');
  const query = back ? `?return=${encodeURIComponent(back)}` : '';
  const organization = lastSingleSignOn();
  const [problem, setProblem] = useState<string | null>(null);
  const enter = useMutation({
    mutationFn: () => signInWithPasskey('alone'),
    onMutate: () => setProblem(null),
    onError: (error) => setProblem(passkeyFailure(error)),
  });
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-5">
      {problem && <Notice meaning="danger">{problem}</Notice>}
      {hasPasskeys() && (
        <Button icon={KeyRound} loading={enter.isPending} onClick={() => enter.mutate()}>
          Sign in with a passkey
        </Button>
      )}
      {organization && (
        <ProviderLink icon={Building2} href={`/auth/oidc/${organization.id}`}>
          Sign in to {organization.name} with single sign-on
        </ProviderLink>
      )}
      {providers.data?.map(({ id, name }) => (
        <ProviderLink key={id} icon={Building2} href={`/auth/oidc/${id}${query}`}>
          Sign in with {name}
        </ProviderLink>
      ))}
    </div>
  );
}
