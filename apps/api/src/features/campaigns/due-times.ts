import type { Campaign } from '@engagex/domain/campaigns';
import type { CompiledSegment } from '../segments/index.ts';

/** SQL of when the turn of each person comes in an audience; of contacts `c`. */
export interface DueTimes {
  /** Common table expressions that stand before the statement. */
  readonly with: string;
  readonly who: CompiledSegment;
  /** Not earlier than this. */
  readonly dueAt: string;
  /** Whether their zone is none that the database knows. */
  readonly isWithoutZone: string;
  /** Whether their hour was over when the campaign was planned. */
  readonly isPassed: string;
  /** Whether they are therefore left out. */
  readonly isSkipped: string;
}

interface Planned {
  readonly plan: Campaign['plan'];
  /** The organization's zone, for anyone who has none. */
  readonly timeZone: string;
  readonly plannedAt: Date;
}

/**
 * When everyone in an audience is due; values are appended to `parameters`. In local time each zone is looked up
 * once, by a name that the database knows: one that it does not know is like none.
 */
export function dueTimesOf(
  who: CompiledSegment,
  { plan, timeZone, plannedAt }: Planned,
  parameters: unknown[],
): DueTimes {
  if (plan.kind !== 'local') {
    const always = { isWithoutZone: 'false', isPassed: 'false', isSkipped: 'false' };
    return { with: '', who, dueAt: `'-infinity'::timestamptz`, ...always };
  }
  const [time, zone, at] = [plan.time, timeZone.toLowerCase(), plannedAt].map((value) => `$${parameters.push(value)}`);
  const isPassed = `coalesce(zone_turn.due_at, own_turn.due_at) <= own_turn.planned_at`;
  return {
    with: `with zones as materialized (
        select lower(name) as zone, max(${time}::timestamp at time zone name) as due_at from pg_timezone_names group by 1
      ), own as materialized (
        select coalesce((select due_at from zones where zone = ${zone}::text), ${time}::timestamp at time zone 'UTC') as due_at,
          ${at}::timestamptz as planned_at
      )`,
    who: {
      ...who,
      from: `${who.from} cross join own own_turn left join zones zone_turn on zone_turn.zone = lower(c.time_zone)`,
    },
    dueAt: 'coalesce(zone_turn.due_at, own_turn.due_at)',
    isWithoutZone: 'zone_turn.due_at is null',
    isPassed,
    isSkipped: plan.passed === 'skip' ? isPassed : 'false',
  };
}
