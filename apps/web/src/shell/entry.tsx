import type { OrganizationOfUser } from '@engagex/domain/accounts';
import { useQuery } from '@tanstack/react-query';
import { Building2 } from 'lucide-react';
import { SecondFactorsCard, secondFactorsQuery } from '../features/second-factors/index.ts';
import { signOut } from '../shared/session.ts';
import { Button, ProviderLink } from '../ui/button.tsx';
import { notifyFailure } from '../ui/toast.tsx';
import { CenteredPage } from './centered-page.tsx';

/** What an organization asks of a member before it lets them in, with the way to do it. */
export function Entry({ organization }: { organization: OrganizationOfUser }) {
  return organization.entry === 'single-sign-on' ? (
    <SingleSignOn organization={organization} />
  ) : (
    <SecondFactor name={organization.name} />
  );
}

function SingleSignOn({ organization: { id, name } }: { organization: OrganizationOfUser }) {
  return (
    <CenteredPage title={`${name} has its own sign-in`}>
      <p className="text-muted">Members sign in through single sign-on, not with a password.</p>
      <div>
        <ProviderLink variant="primary" icon={Building2} href={`/auth/oidc/${id}`}>
          Continue to single sign-on
        </ProviderLink>
      </div>
    </CenteredPage>
  );
}

/** How to go on for somebody whose sign-in had one factor. */
export function SecondFactor({ name }: { name: string }) {
  const factors = useQuery(secondFactorsQuery);
  const hasOne = factors.data && (factors.data.totp || factors.data.passkeys.length > 0);
  return (
    <CenteredPage title={`${name} requires a second factor`}>
      {hasOne ? (
        <>
          <p className="text-muted">You have one, but did not use it in this session. Sign in again with it.</p>
          <div>
            <Button variant="primary" onClick={() => void signOut().catch(notifyFailure('You are still signed in'))}>
              Sign in again
            </Button>
          </div>
        </>
      ) : (
        <>
          <p className="text-muted">Set one up to continue. It protects your account everywhere.</p>
          <SecondFactorsCard />
        </>
      )}
    </CenteredPage>
  );
}
