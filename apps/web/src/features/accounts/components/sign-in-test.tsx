import type { SignInPolicyView, SignInTest } from '@engagex/domain/accounts';
import { useQuery } from '@tanstack/react-query';
import { useOrganization } from '../../../shared/session.ts';
import { ProviderLink } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Time } from '../../../ui/time.tsx';
import { signInTestQuery } from '../accounts.api.ts';

interface SignInTestProps {
  readonly policy: SignInPolicyView;
  /** The fields above say something else than what is saved, and tested. */
  readonly isChanged: boolean;
}

/** A round trip to the provider that signs nobody in: what it said, and what is missing before it can be the only way in. */
export function SignInTestPart({ policy, isChanged }: SignInTestProps) {
  const { id } = useOrganization();
  const { data } = useQuery(signInTestQuery);
  const outcome = data?.organizationId === id ? data : null;
  const { test, notYetOnly } = policy;
  return (
    <section aria-label="Single sign-on test" className="flex flex-col items-start gap-3">
      {isChanged ? (
        <p className="text-sm text-muted">Save your changes, then test signing in.</p>
      ) : (
        <ProviderLink href={`/auth/oidc/${id}/test`}>Test sign-in</ProviderLink>
      )}
      {outcome && <Outcome {...outcome} />}
      {test && (
        <p className="text-sm text-muted">
          Last tested by {test.isOwn ? 'you' : test.by}, <Time value={test.at} />
        </p>
      )}
      {notYetOnly && !policy.requiresSingleSignOn && <p className="text-sm text-muted">{notYetOnly}</p>}
    </section>
  );
}

function Outcome({ said, problem }: SignInTest) {
  return (
    <Notice
      meaning={problem ? 'danger' : 'good'}
      title={problem ? 'The test failed' : 'The test worked'}
      className="w-full"
    >
      {problem && <p>{whatToDo.get(problem.code) ?? problem.message}</p>}
      {said && (
        <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 wrap-anywhere">
          <dt>Email address</dt>
          <dd>{said.email ?? 'not given'}</dd>
          <dt>Name</dt>
          <dd>{said.name ?? 'not given'}</dd>
          <dt>Address verified</dt>
          <dd>{said.isEmailVerified ? 'yes' : 'no'}</dd>
        </dl>
      )}
    </Notice>
  );
}

/** For the owner, who can change it; the sign-in page tells everybody else to ask them. */
const whatToDo: ReadonlyMap<string, string> = new Map([
  [
    'single-sign-on.unverified',
    'The provider did not confirm this address (email_verified). Verify it there, then test again.',
  ],
  [
    'single-sign-on.domain',
    'This address is not at one of the domains you allow. Add its domain, or sign in to the provider with another account.',
  ],
  ['single-sign-on.failed', 'The provider’s answer could not be verified. Check the client ID and the client secret.'],
  ['single-sign-on.refused', 'The provider refused the sign-in, or you cancelled it.'],
  ['single-sign-on.issuer', 'The provider cannot be reached right now. Check the issuer, or try again in a moment.'],
]);
