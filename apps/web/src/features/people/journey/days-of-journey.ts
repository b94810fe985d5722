import { type JourneyItem, visitGapMinutes } from '@engagex/domain/explore';
import { dayIn } from '@engagex/domain/segments';

/** What happened without a pause on one day: events, and whatever else happened in between. */
export interface Visit {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly events: number;
  /** Latest first. */
  readonly items: readonly JourneyItem[];
}

export interface DayOfJourney {
  /** In the organization’s time zone. */
  readonly day: string;
  /** Latest first. A visit has two events or more. */
  readonly entries: readonly (JourneyItem | Visit)[];
}

const gapMs = visitGapMinutes * 60_000;

/** Days of a journey, latest first, and the visits of each; `items` are latest first. */
export function daysOfJourney(items: readonly JourneyItem[], timeZone: string): DayOfJourney[] {
  const byDay = Map.groupBy(items, (item) => dayIn(timeZone, new Date(timeOf(item))));
  return [...byDay].map(([day, ofDay]) => ({ day, entries: entriesOf(ofDay) }));
}

export function timeOf(item: JourneyItem): string {
  return partOf(item).at;
}

export function keyOf(item: JourneyItem): string {
  return partOf(item).key;
}

function partOf(item: JourneyItem): { readonly key: string; readonly at: string } {
  if (item.of === 'person') return item.event;
  return item.of === 'link' ? item.link : item.item;
}

function entriesOf(items: readonly JourneyItem[]): (JourneyItem | Visit)[] {
  const entries: (JourneyItem | Visit)[] = [];
  for (let at = 0; at < items.length;) {
    const end = endOfVisit(items, at);
    const visit = items.slice(at, end);
    if (visit.length > 1) entries.push(visitOf(visit));
    else entries.push(...visit);
    at = end;
  }
  return entries;
}

/** Where the visit ends that begins with this item: after its last event without a longer pause to the one before. */
function endOfVisit(items: readonly JourneyItem[], start: number): number {
  let last = start;
  for (let next = start + 1; next < items.length; next += 1) {
    const [from, to] = [items[next], items[last]];
    if (!from || to?.of !== 'person') break;
    if (Date.parse(timeOf(to)) - Date.parse(timeOf(from)) > gapMs) break;
    if (from.of === 'person') last = next;
  }
  return last + 1;
}

function visitOf(items: readonly JourneyItem[]): Visit {
  const [latest, earliest] = [items.at(0), items.at(-1)];
  return {
    key: earliest ? `visit ${keyOf(earliest)}` : '',
    from: earliest ? timeOf(earliest) : '',
    to: latest ? timeOf(latest) : '',
    events: items.filter(({ of }) => of === 'person').length,
    items,
  };
}
