import { longestPlanDays, type Plan } from '@engagex/domain/campaigns';
import { instantOf, wallTime, wallTimeIn } from '@engagex/domain/shared';
import { useState } from 'react';
import { formatDateTimeIn, formatWallTime } from '../../../shared/format.ts';
import { useOrganization } from '../../../shared/session.ts';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { Select } from '../../../ui/select.tsx';

interface WhenFieldsProps {
  readonly plan: Plan;
  readonly onChange: (plan: Plan) => void;
  readonly kinds: readonly Plan['kind'][];
  /** Instead of the usual words. */
  readonly names?: Partial<Record<Plan['kind'], string>>;
  readonly error?: string | undefined;
}

const usualNames: Readonly<Record<Plan['kind'], string>> = {
  now: 'When I press Send',
  at: 'At a set time',
  local: 'In each person’s time zone',
};

const passedOptions = [
  { value: 'send', label: 'They get it right away' },
  { value: 'skip', label: 'They are skipped' },
] as const;

const aDay = 24 * 3_600_000;
/** By how much clocks are put back, on earth. */
const turnsBack = [3_600_000, 1_800_000];

/** When a campaign is sent. What is typed stays when another kind is looked at. */
export function WhenFields({ plan, onChange, kinds, names, error }: WhenFieldsProps) {
  const { timeZone } = useOrganization();
  const [tomorrow] = useState(() => Date.now() + aDay);
  const zone = timeZone.replaceAll('_', ' ');
  const help: Readonly<Record<Plan['kind'], string>> = {
    now: 'You review everything once more, then send it.',
    at: `In your organization’s time zone, ${zone}.`,
    local: `At the same local time for everyone. Unknown time zones use ${zone}.`,
  };
  const time = plan.kind === 'now' ? `${wallTimeIn(timeZone, new Date(tomorrow)).slice(0, 10)}T09:00` : plan.time;
  const choose = (kind: Plan['kind']) => {
    if (kind === 'now') onChange({ kind });
    else onChange(kind === 'at' ? { kind, time } : { kind, time, passed: 'send' });
  };
  return (
    <>
      <RadioCards
        label="Send it"
        options={kinds.map((kind) => ({
          value: kind,
          name: names?.[kind] ?? usualNames[kind],
          help: names?.[kind] ? undefined : help[kind],
        }))}
        value={plan.kind}
        onChange={choose}
      />
      {plan.kind !== 'now' && (
        <Field label="Date and time" help={<Meaning plan={plan} timeZone={timeZone} />} error={error}>
          <Input
            type="datetime-local"
            className="sm:w-64"
            value={plan.time}
            onChange={(event) => onChange({ ...plan, time: event.target.value })}
          />
        </Field>
      )}
      {plan.kind === 'local' && (
        <Field
          label="People whose local time has already passed when you schedule it"
          help="The review shows how many there are."
        >
          <Select
            className="sm:w-64"
            options={passedOptions}
            value={plan.passed}
            onChange={(passed) => onChange({ ...plan, passed })}
          />
        </Field>
      )}
    </>
  );
}

/** The time in words; where clocks are put forward or back, what it comes to. */
function Meaning({ plan, timeZone }: { plan: Exclude<Plan, { kind: 'now' }>; timeZone: string }) {
  if (!wallTime.safeParse(plan.time).success) return `Within the next ${longestPlanDays} days.`;
  if (plan.kind === 'local') return `${formatWallTime(plan.time)} in each person’s time zone.`;
  const at = instantOf(plan.time, timeZone);
  const zone = timeZone.replaceAll('_', ' ');
  if (wallTimeIn(timeZone, at) !== plan.time)
    return `Clocks in ${zone} skip this time, so it will be ${formatDateTimeIn(at, timeZone)}.`;
  const isTwice = turnsBack.some((ms) => wallTimeIn(timeZone, new Date(at.getTime() - ms)) === plan.time);
  if (isTwice) return `Clocks in ${zone} show this time twice that night. We use the second.`;
  return `${formatDateTimeIn(at, timeZone)} in ${zone}.`;
}
