import { useQuery } from '@tanstack/react-query';
import { lazy, useEffect, useLayoutEffect, type ReactNode } from 'react';
import { Redirect } from 'wouter';
import { writeAs } from '../shared/format.ts';
import { connectLive } from '../shared/live.ts';
import { lastOrganization, rememberOrganization } from '../shared/organization.ts';
import { sessionQuery, useSession } from '../shared/session.ts';
import { ButtonLink } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { CenteredPage } from './centered-page.tsx';

const NewOrganization = lazy(async () => ({
  default: (await import('../features/accounts/new-organization.tsx')).NewOrganization,
}));

/** Shows its children to people who are signed in and sends everyone else to sign in and back. */
export function SignedIn({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  if (session.data) return children;
  if (session.isPending) return null;
  if (session.isError) {
    return (
      <CenteredPage title="No connection">
        <ErrorState error={session.error} what="EngageX could not be opened." onRetry={() => void session.refetch()} />
      </CenteredPage>
    );
  }
  const here = location.pathname + location.search;
  return <Redirect to={here === '/' ? '~/sign-in' : `~/sign-in?return=${encodeURIComponent(here)}`} replace />;
}

/** Shows its children to members of the organization and keeps what they see up to date. */
export function InOrganization({ id, children }: { id: string; children: ReactNode }) {
  const { user, organizations } = useSession();
  const organization = organizations.find((each) => each.id === id);
  const isMember = organization !== undefined;
  const { language } = user;
  const timeZone = user.timeZone ?? organization?.timeZone ?? null;

  // Before anything is painted, so that no date is seen in another zone first.
  useLayoutEffect(() => writeAs({ language, timeZone }), [language, timeZone]);

  useEffect(() => {
    if (!isMember) return undefined;
    rememberOrganization(id);
    return connectLive();
  }, [id, isMember]);

  if (isMember) return children;
  return (
    <CenteredPage title="You are not a member here">
      <p className="text-muted">
        This organization does not exist, or you are not a member of it. Ask its owner to invite you.
      </p>
      <div>
        <ButtonLink href="~/" variant="primary">
          Go to your organizations
        </ButtonLink>
      </div>
    </CenteredPage>
  );
}

/** Opens the organization used last on this device, or the first; without any, offers to create one. */
export function ToLastOrganization() {
  const { organizations } = useSession();
  const organization = organizations.find(({ id }) => id === lastOrganization()) ?? organizations[0];
  if (organization) return <Redirect to={`/o/${organization.id}`} replace />;
  return (
    <CenteredPage title="Create your organization">
      <NewOrganization />
    </CenteredPage>
  );
}
