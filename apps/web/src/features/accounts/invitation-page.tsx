import { type InvitationForInvited, invitedSignUpInput, roleNames } from '@engagex/domain/accounts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError, messageOf } from '../../shared/api-error.ts';
import { showServerErrors, submitTo, useZodForm } from '../../shared/form.ts';
import { sessionQuery, signOutHere } from '../../shared/session.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PasswordInput } from '../../ui/password-input.tsx';
import { notifyFailure } from '../../ui/toast.tsx';
import { AccountsFrame } from './accounts-page.tsx';
import { acceptInvitation, signUpInvited, viewInvitation } from './accounts.api.ts';

/** Where the link of an invitation leads. Its secret is behind `#`, so that no server's log ever holds it. */
export function InvitationPage() {
  const [token] = useState(keptToken);
  const session = useQuery(sessionQuery);
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => viewInvitation(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (invitation.error) {
    const isOver = invitation.error instanceof ApiError && invitation.error.status < 500;
    return (
      <AccountsFrame title="Invitation" intro="This link cannot be used.">
        {isOver ? (
          <>
            <Notice meaning="warning">{messageOf(invitation.error)}</Notice>
            <ButtonLink href="/">Go to EngageX</ButtonLink>
          </>
        ) : (
          <ErrorState
            error={invitation.error}
            what="The invitation could not be opened."
            onRetry={() => void invitation.refetch()}
          />
        )}
      </AccountsFrame>
    );
  }
  if (!invitation.data || session.isPending) return null;
  const { organizationName, organizationLogo, invitedBy, role } = invitation.data;
  const intro = `${invitedBy ?? 'Someone'} invited you. Your role: ${roleNames[role].toLowerCase()}.`;
  return (
    <AccountsFrame title={`Join ${organizationName}`} intro={intro} picture={<LogoOf source={organizationLogo} />}>
      <Answer token={token} invitation={invitation.data} address={session.data?.user.email ?? null} />
    </AccountsFrame>
  );
}

function LogoOf({ source }: { source: string | null }) {
  if (!source) return null;
  return <img src={source} alt="" className="mb-4 max-h-16 max-w-48 rounded-md bg-white object-contain" />;
}

/** From the link, or from before somebody went to sign in: an address that is sent to a server must not carry it. */
function keptToken(): string {
  const token = location.hash.slice(1) || (sessionStorage.getItem('invitation') ?? '');
  sessionStorage.setItem('invitation', token);
  return token;
}

interface AnswerProps {
  readonly token: string;
  readonly invitation: InvitationForInvited;
  /** Of who is signed in. */
  readonly address: string | null;
}

function Answer({ token, invitation, address }: AnswerProps) {
  if (address) return <Join token={token} invitation={invitation} address={address} />;
  if (!invitation.hasAccount) return <SignUp token={token} invitation={invitation} />;
  return (
    <div className="flex flex-col gap-4">
      <p>
        There is already an account for <strong>{invitation.email}</strong>. Sign in to join.
      </p>
      <ButtonLink href="/sign-in?return=/invitation" variant="primary">
        Sign in
      </ButtonLink>
    </div>
  );
}

function Join({ token, invitation: { email, organizationId, organizationName }, address }: AnswerProps) {
  const [, go] = useLocation();
  const isOther = email.toLowerCase() !== address?.toLowerCase();
  const join = useMutation({
    mutationFn: () => acceptInvitation(token, isOther),
    onSuccess: () => go(`/o/${organizationId}`, { replace: true }),
    onError: notifyFailure('You could not join'),
  });
  return (
    <div className="flex flex-col gap-4">
      {isOther && (
        <Notice meaning="warning" title="Invitation for another address">
          This invitation was sent to {email}, and you are signed in as {address}.
        </Notice>
      )}
      <Button variant="primary" loading={join.isPending} onClick={() => join.mutate()}>
        {isOther ? `Join as ${address}` : `Join ${organizationName}`}
      </Button>
      <Button variant="ghost" onClick={() => void signOutHere().catch(notifyFailure('You are still signed in'))}>
        Sign out and use another account
      </Button>
    </div>
  );
}

const input = invitedSignUpInput.omit({ token: true });

function SignUp({ token, invitation }: { token: string; invitation: InvitationForInvited }) {
  const form = useZodForm(input, { name: '', password: '' });
  const { errors } = form.formState;
  const [refusal, setRefusal] = useState<string | null>(null);
  const enter = useMutation({
    mutationFn: (values: { name: string; password: string }) => signUpInvited({ ...values, token }),
    onMutate: () => setRefusal(null),
    onSuccess: () => location.assign(`/o/${invitation.organizationId}`),
    onError: (error) => setRefusal(showServerErrors(form, error)),
  });
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={submitTo(form, (values) => enter.mutate(values))}>
      {refusal && <Notice meaning="danger">{refusal}</Notice>}
      <Field label="Email address" help="Your invitation was sent to this address.">
        <Input type="email" autoComplete="username" readOnly value={invitation.email} />
      </Field>
      <Field label="Your name" error={errors.name?.message}>
        <Input autoComplete="name" autoFocus {...form.register('name')} />
      </Field>
      <Field label="Password" help="At least 8 characters." error={errors.password?.message}>
        <PasswordInput autoComplete="new-password" {...form.register('password')} />
      </Field>
      <Button type="submit" variant="primary" loading={enter.isPending} className="mt-2 w-full">
        Create account and join
      </Button>
    </form>
  );
}
