import type { OwnSession } from '@engagex/domain/accounts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import { endOtherSessions, endSession, ownSessionsQuery } from '../accounts.api.ts';

/** Where this person is signed in, to end what they do not know. */
export function OwnSessionsCard() {
  const sessions = useQuery(ownSessionsQuery);
  const endOthers = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: () => {
      notify('Signed out everywhere else');
      void sessions.refetch();
    },
    onError: notifyFailure('The other sessions were not ended'),
  });
  if (sessions.error && !sessions.data) {
    return (
      <ErrorState
        error={sessions.error}
        what="Your sessions could not be loaded."
        onRetry={() => void sessions.refetch()}
      />
    );
  }
  return (
    <Card>
      <CardHeader title="Where you are signed in" state="Sessions end after 30 days of inactivity" />
      {!sessions.data && (
        <CardBody>
          <SkeletonLines label="Loading sessions" lines={3} />
        </CardBody>
      )}
      <ul className="divide-y divide-line">
        {sessions.data?.map((session) => (
          <SessionRow key={session.id} session={session} onEnded={() => void sessions.refetch()} />
        ))}
      </ul>
      {sessions.data && sessions.data.length > 1 && (
        <CardBody className="flex justify-end border-t border-line">
          <Button loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            Sign out everywhere else
          </Button>
        </CardBody>
      )}
    </Card>
  );
}

function SessionRow({ session, onEnded }: { session: OwnSession; onEnded: () => void }) {
  const { id, device, network, seenAt, isCurrent } = session;
  const end = useMutation({
    mutationFn: () => endSession(id),
    onSuccess: onEnded,
    onError: notifyFailure('The session was not ended'),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-48 flex-1">
        <p className="font-medium">{device}</p>
        <p className="text-sm text-muted">
          {network && `Network ${network} · `}last seen <Time value={seenAt} />
        </p>
      </div>
      {isCurrent ? (
        <Badge meaning="good">This session</Badge>
      ) : (
        <Button size="small" loading={end.isPending} onClick={() => end.mutate()}>
          Sign out
        </Button>
      )}
    </li>
  );
}
