import { type DayRange, type EventCondition, rangeOf } from '@engagex/domain/segments';
import { type Days, withinSql } from './compile-days.ts';
import { type ContactSet, isThere } from './compile-sets.ts';

/** Totals keep the times of so many events of a name, the last first. */
const latestKept = 5;

/**
 * Those who did something, by the totals of what everyone did: one row for a contact and name, however often they did
 * it. Null where only the events themselves can tell.
 */
export function totalsSet(condition: EventCondition, days: Days): ContactSet | null {
  const range = condition.window && rangeOf(condition.window, days.today);
  if (!isToldByTotals(condition, range, days)) return null;
  const rows = () => {
    const conditions = [`t.name = ${days.parameter(condition.name, 'text')}`, ...asked(condition, range, days)];
    return `contact_event_totals t where ${conditions.join(' and ')}`;
  };
  const all = () => `select t.contact_id from ${rows()}`;
  return {
    isIn: condition.op === 'did',
    all,
    distinct: all,
    holdsContact: () => isThere(`${rows()} and t.contact_id = c.id`),
  };
}

/** Ever, or so often up to now, or once at the earliest; nothing of single events, and no window that is over. */
function isToldByTotals({ times, properties, sum }: EventCondition, range: DayRange | null, { today }: Days): boolean {
  if (properties.length > 0 || sum) return false;
  if (!range) return true;
  if (range.from === null) return times === 1;
  return times <= latestKept && (range.to === null || range.to >= today);
}

function asked({ name, times }: EventCondition, range: DayRange | null, days: Days): string[] {
  const { parameter } = days;
  if (!range) return times === 1 ? [] : [`t.times >= ${parameter(times, 'bigint')}`];
  const { from, to } = range;
  if (from === null) return [withinSql('t.first_at', range, days)];
  const since = withinSql(`t.latest[${parameter(times, 'int')}]`, { from, to: null }, days);
  if (to === null) return [since];
  // Few do anything in the future, by a clock that is ahead. Theirs are counted one by one.
  const isOver = (column: string) => withinSql(column, { from: null, to }, days);
  const ahead = `select f.contact_id from contact_events f where f.name = ${parameter(name, 'text')} and not ${isOver('f.occurred_at')}`;
  const counted = `select r.contact_id from contact_events r where r.contact_id = any (array(${ahead}))
    and r.name = ${parameter(name, 'text')} and ${withinSql('r.occurred_at', range, days)}
    group by r.contact_id having count(*) >= ${parameter(times, 'bigint')}`;
  return [since, `(${isOver('t.latest[1]')} or t.contact_id in (${counted}))`];
}
