import { useQuery } from '@tanstack/react-query';
import { lazy, useEffect, useLayoutEffect, type ReactNode } from 'react';
import { Redirect } from 'wouter';
import { writeAs } from '../shared/format.ts';
import { connectLive } from '../shared/live.ts';
import { lastOrganization, rememberOrganization, rememberSingleSignOn } from '../shared/organization.ts';
import { sessionQuery, signOut, useSession } from '../shared/session.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { notifyFailure } from '../ui/toast.tsx';
import { CenteredPage } from './centered-page.tsx';
import { PageSkeleton } from './page-skeleton.tsx';

const Entry = lazy(async () => ({
  default: (await import('./entry.tsx')).Entry,
}));

const NewOrganization = lazy(async () => ({
  default: (await import('../features/organization/index.ts')).NewOrganization,
}));

/** Shows its children to people who are signed in and sends everyone else to sign in and back. */
export function SignedIn({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  if (session.data) return children;
  if (session.isPending) return <Opening isLate={session.failureCount > 0} />;
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

/** Until it is known who this is: nothing at first, then that something comes, then that it takes long. */
function Opening({ isLate }: { isLate: boolean }) {
  return (
    <main className="min-h-screen">
      <PageSkeleton />
      {isLate && (
        <p role="status" className="mx-auto w-full max-w-300 px-4 text-muted md:px-8">
          EngageX is not answering yet. We keep trying; nothing is lost.
        </p>
      )}
    </main>
  );
}

/** Shows its children to members of the organization and keeps what they see up to date. */
export function InOrganization({ id, children }: { id: string; children: ReactNode }) {
  const { user, organizations, boundTo } = useSession();
  const organization = organizations.find((each) => each.id === id);
  const isOpen = organization?.entry === 'open';
  const name = organization?.name ?? '';
  const { language } = user;
  const timeZone = user.timeZone ?? organization?.timeZone ?? null;

  // Before anything is painted, so that no date is seen in another zone first.
  useLayoutEffect(() => writeAs({ language, timeZone }), [language, timeZone]);

  useEffect(() => {
    if (!isOpen) return undefined;
    rememberOrganization(id);
    if (boundTo === id) rememberSingleSignOn(id, name);
    return connectLive(id);
  }, [id, isOpen, boundTo, name]);

  if (isOpen) return children;
  if (organization) return <Entry organization={organization} />;
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
  const { user, organizations } = useSession();
  const organization = organizations.find(({ id }) => id === lastOrganization()) ?? organizations[0];
  if (organization) return <Redirect to={`/o/${organization.id}`} replace />;
  return (
    <CenteredPage title="Create your organization">
      <NewOrganization />
      <p className="text-sm text-muted">
        You are signed in as {user.email}. If you were invited, open the link in the email instead.
      </p>
      <div>
        <Button variant="ghost" onClick={() => void signOut().catch(notifyFailure('You are still signed in'))}>
          Sign out
        </Button>
      </div>
    </CenteredPage>
  );
}
