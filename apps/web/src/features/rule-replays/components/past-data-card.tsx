import { type ReplayKind, type RuleReplay, ruleReplaysRoutes } from '@engagex/domain/rule-replays';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { wordsOf } from '../replay-words.ts';
import { ReplayState } from './replay-state.tsx';

const whileRunningMs = 1_500;
const running: ReadonlySet<RuleReplay['state']> = new Set(['checking', 'applying', 'undoing']);

/** Saved rules and what is stored: what they would change, and applying them to it. */
export function PastDataCard({ kind }: { kind: ReplayKind }) {
  const canWrite = useCan('organization:write');
  const query = useQuery({
    ...routeQuery(ruleReplaysRoutes.latest, { kind }),
    refetchInterval: ({ state: { data } }) => (data?.replay && running.has(data.replay.state) ? whileRunningMs : false),
  });
  const check = useRouteMutation(ruleReplaysRoutes.check, { onError: notifyFailure('The rules were not checked') });
  const replay = query.data?.replay ?? null;
  const { title, about } = wordsOf[kind];
  if (!canWrite) return null;
  return (
    <Card>
      <CardHeader
        title={title}
        action={
          <Button
            loading={check.isPending || replay?.state === 'checking'}
            disabled={replay !== null && running.has(replay.state)}
            onClick={() => check.mutate({ kind })}
          >
            See what changes
          </Button>
        }
      />
      <CardBody className="flex flex-col gap-3">
        <p className="max-w-prose text-muted">{about}</p>
        {query.error && !query.data && (
          <ErrorState
            error={query.error}
            what="The last check could not be loaded."
            onRetry={() => void query.refetch()}
          />
        )}
        <div role="status" className="flex flex-col gap-3">
          {replay && running.has(replay.state) && <Running replay={replay} />}
          {replay && !running.has(replay.state) && <ReplayState replay={replay} />}
        </div>
      </CardBody>
    </Card>
  );
}

function Running({ replay: { kind, state, examined } }: { replay: RuleReplay }) {
  const [one, many] = wordsOf[kind].rows;
  if (state === 'checking') return <p>Checking what the rules would change. Nothing is changed yet.</p>;
  const verb = state === 'undoing' ? 'Restored' : 'Processed';
  return (
    <p>
      {verb} {formatCount(examined, one, many)} so far. You can leave this page.
    </p>
  );
}
