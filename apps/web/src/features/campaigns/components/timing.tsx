import type { CampaignReview, Plan } from '@engagex/domain/campaigns';
import {
  formatCount,
  formatDateTimeIn,
  formatDuration,
  formatNumber,
  formatWallTime,
  plural,
} from '../../../shared/format.ts';

interface TimingProps {
  readonly plan: Plan;
  readonly timing: CampaignReview['timing'];
  readonly people: number;
}

/** Exactly when who gets it, in the time zone of the organization. */
export function Timing({ plan, timing, people }: TimingProps) {
  const { timeZone, undoSeconds, startsAt, local } = timing;
  const zone = timeZone.replaceAll('_', ' ');
  const undo = undoSeconds > 0 ? `, after an undo window of ${formatDuration(undoSeconds)}` : '';
  if (plan.kind === 'now') return `When you press Send${undo}.`;
  if (!startsAt) return `${formatWallTime(plan.time)}, which has passed.`;
  const start = formatDateTimeIn(startsAt, timeZone);
  if (plan.kind === 'at') return `${start} in ${zone}.`;
  if (!local || people === 0) return `${formatWallTime(plan.time)} in each person’s time zone.`;
  return (
    <>
      <p>
        {formatWallTime(plan.time)} in each person’s time zone
        {local.lastAt && `; the last of them ${formatDateTimeIn(local.lastAt, timeZone)} in ${zone}`}.
      </p>
      <ul className="list-disc pl-4 text-muted">
        <li>{`It starts ${start} in ${zone}, ahead of the first time zone. You can unschedule it until then.`}</li>
        {local.withoutZone > 0 && (
          <li>{`${formatCount(local.withoutZone, 'person', 'people')} with an unknown time zone ${plural(local.withoutZone, 'gets', 'get')} it in ${zone}.`}</li>
        )}
        {local.passed > 0 && (
          <li>{`For ${formatNumber(local.passed)} of them the time has already passed. They get it right away.`}</li>
        )}
      </ul>
    </>
  );
}
