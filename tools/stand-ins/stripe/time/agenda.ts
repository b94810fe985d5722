/**
 * What comes next on each clock. Objects are changed in place, so each that somebody got hold of is looked at again before the next is
 * named; what was planned for it before is passed over when its turn comes.
 */
import { idOf, type Timed, type World } from '../world/world.ts';
import { type Due, dueOf } from './due.ts';
import { Heap } from './heap.ts';

interface Planned extends Due {
  readonly row: Timed;
  /** Of two at the same time the first is the one of a lower rank, then the older one. */
  readonly rank: number;
  readonly age: number;
}

interface Agenda {
  /** By test clock; null is everything that has none. */
  readonly byClock: Map<string | null, Heap<Planned>>;
  /** What counts of each object. */
  readonly planned: Map<Timed, Planned>;
  readonly ages: WeakMap<Timed, number>;
  seen: number;
}

const RANKS = { subscription_schedule: 0, invoice: 1, subscription: 2, 'checkout.session': 3 } as const;

const agendas = new WeakMap<World, Agenda>();

/** Of one test clock, or of everything that has none. */
export function nextDue(world: World, clock: string | null): Due | null {
  const agenda = agendaOf(world);
  for (const row of world.touched) plan(world, agenda, row);
  world.touched.clear();
  const heap = agenda.byClock.get(clock);
  const isCurrent = (one: Planned) => agenda.planned.get(one.row) === one;
  let next = heap?.first;
  while (next && !isCurrent(next)) {
    heap?.drop();
    next = heap?.first;
  }
  if (!next) return null;
  const { row, run } = next;
  return {
    ...next,
    run: () => {
      world.touched.add(row);
      run();
    },
  };
}

function agendaOf(world: World): Agenda {
  const known = agendas.get(world) ?? { byClock: new Map(), planned: new Map(), ages: new WeakMap(), seen: 0 };
  agendas.set(world, known);
  return known;
}

function plan(world: World, agenda: Agenda, row: Timed): void {
  const age = agenda.ages.get(row) ?? (agenda.seen += 1);
  agenda.ages.set(row, age);
  const due = isThere(world, row) ? dueOf(world, row) : null;
  const before = agenda.planned.get(row);
  if (!due) return void agenda.planned.delete(row);
  if (before?.at === due.at && before.what === due.what) return;
  const planned = { ...due, row, rank: RANKS[row.object], age };
  agenda.planned.set(row, planned);
  const clock = clockOf(row);
  const heap = agenda.byClock.get(clock) ?? new Heap<Planned>(isBefore);
  agenda.byClock.set(clock, heap);
  heap.push(planned);
}

function isBefore(one: Planned, other: Planned): boolean {
  return (one.at - other.at || one.rank - other.rank || one.age - other.age) < 0;
}

export function clockOf(row: Timed): string | null {
  return 'test_clock' in row && row.test_clock ? idOf(row.test_clock) : null;
}

function isThere(world: World, { object, id }: Timed): boolean {
  if (object === 'subscription') return world.subscriptions.has(id);
  if (object === 'invoice') return world.invoices.has(id);
  return object === 'subscription_schedule' ? world.schedules.has(id) : world.checkoutSessions.has(id);
}
