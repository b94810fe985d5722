import type { EventStageView } from '@engagex/domain/event-stages';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { stageName } from '../stage-words.ts';

/** One line for each stage: how far it has come. */
export function StagesCard({ stages }: { stages: readonly EventStageView[] }) {
  return (
    <Card>
      <CardHeader title="Stages" />
      <ul className="divide-y divide-line" aria-live="polite">
        {stages.map((stage) => (
          <li key={stage.stage} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {stageName(stage.stage)} <StageState stage={stage} />
              </p>
              {stage.problem && (
                <p className="text-sm wrap-anywhere text-muted">
                  {stage.problem}
                  {stage.retryAt && (
                    <>
                      {' '}
                      Next attempt: <Time value={stage.retryAt} />
                    </>
                  )}
                </p>
              )}
            </div>
            <p className="text-sm text-muted tabular-nums">
              {formatCount(stage.applied, 'event')} processed
              {stage.appliedAt && (
                <>
                  , last <Time value={stage.appliedAt} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function StageState({ stage }: { stage: EventStageView }) {
  const { problem, failed, retrying, waiting, waitingSince } = stage;
  if (problem !== null) return <Badge meaning="danger">Paused</Badge>;
  if (failed > 0) return <Badge meaning="warning">{formatNumber(failed)} failed</Badge>;
  if (retrying > 0) return <Badge meaning="info">{formatNumber(retrying)} being retried</Badge>;
  if (waiting > 0 && waitingSince)
    return (
      <Badge meaning="info">
        {formatNumber(waiting)} waiting, oldest <Time value={waitingSince} />
      </Badge>
    );
  return <Badge meaning="good">Up to date</Badge>;
}
