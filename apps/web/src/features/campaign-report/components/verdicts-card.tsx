import { engagementsRoutes, type Verdicts } from '@engagex/domain/engagements';
import { useQuery } from '@tanstack/react-query';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatNumber } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { axisProps, Chart, gridProps, tooltipProps } from '../../../ui/chart.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Time } from '../../../ui/time.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { wordsForReason } from './machine-words.ts';
import { groupVerdicts, rowsOfReasons } from './verdict-groups.ts';
import { changesInWords } from './verdict-words.ts';

const whileJudgingMs = 1_500;

/** Who opened and clicked as far as anybody can tell, why, and the way to have all of it judged again. */
export function VerdictsCard({ campaignId }: { campaignId: string }) {
  const canJudge = useCan('campaigns:send');
  const query = useQuery({
    ...routeQuery(engagementsRoutes.verdicts, { id: campaignId }),
    refetchInterval: ({ state: { data } }) => (data?.judging ? whileJudgingMs : false),
  });
  const { data } = query;
  const judge = useRouteMutation(engagementsRoutes.judgeAgain, {
    onSuccess: () => void query.refetch(),
    onError: notifyFailure('The opens and clicks were not judged again'),
  });
  const hasHits = data !== undefined && data.reasons.length > 0;
  return (
    <Card aria-label="People and machines">
      <CardHeader
        title="People and machines"
        state="Every open and click with the strongest reason. Only people are counted in the numbers above."
        action={
          canJudge &&
          hasHits && (
            <Button
              size="small"
              loading={judge.isPending || data.judging !== null}
              onClick={() => judge.mutate({ id: campaignId })}
            >
              Judge again
            </Button>
          )
        }
      />
      <CardBody className="flex flex-col gap-4">
        {query.error && !data && (
          <ErrorState
            error={query.error}
            what="The reasons could not be loaded."
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && <SkeletonLines label="Loading the reasons" lines={4} />}
        {data && <Judging verdicts={data} />}
        {hasHits && <ReasonsChart reasons={data.reasons} />}
        {data && !hasHits && <p className="py-4 text-center text-muted">Nobody has opened or clicked yet.</p>}
      </CardBody>
    </Card>
  );
}

/** How far judging again is; afterwards, what it came to. */
function Judging({ verdicts: { judging, last } }: { verdicts: Verdicts }) {
  if (judging)
    return judging.messages === null ? (
      <p role="status">Judging all opens and clicks by the current rules…</p>
    ) : (
      <ProgressBar label="Messages judged again" value={judging.done} total={judging.messages} detail="messages" />
    );
  if (!last) return null;
  return (
    <p role="status">
      Judged again <Time value={last.finishedAt} />: {changesInWords(last)}
    </p>
  );
}

const bars = [
  { key: 'opens', name: 'Opens', colour: 'var(--accent-solid)' },
  { key: 'clicks', name: 'Clicks', colour: 'var(--good-solid)' },
] as const;

function ReasonsChart({ reasons }: Pick<Verdicts, 'reasons'>) {
  return (
    <Chart series={bars} rowName="Reason" rows={rowsOfReasons(reasons, wordsForReason)}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          accessibilityLayer={false}
          layout="vertical"
          data={groupVerdicts(reasons)}
          margin={{ top: 0, right: 16, bottom: 0, left: 0 }}
          barGap={1}
        >
          <CartesianGrid {...gridProps} vertical horizontal={false} />
          <XAxis type="number" allowDecimals={false} tickFormatter={formatNumber} {...axisProps} />
          <YAxis type="category" dataKey="name" width={132} interval={0} {...axisProps} />
          <Tooltip cursor={{ fill: 'var(--hover)' }} {...tooltipProps} />
          {bars.map(({ key, name, colour }) => (
            <Bar key={key} dataKey={key} name={name} fill={colour} maxBarSize={12} isAnimationActive={false} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </Chart>
  );
}
