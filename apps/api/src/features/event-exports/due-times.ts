import { eventExportHour } from '@engagex/domain/event-exports';

const dayMs = 86_400_000;

/** The first 10:00 UTC after this instant. */
export function nextDueAfter(at: Date): Date {
  const due = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), eventExportHour);
  return new Date(due > at.getTime() ? due : due + dayMs);
}

/** The day that falls due then: the one before, in UTC. */
export function dayOf(dueAt: Date): { readonly day: string; readonly from: Date; readonly to: Date } {
  const to = Date.UTC(dueAt.getUTCFullYear(), dueAt.getUTCMonth(), dueAt.getUTCDate());
  const from = new Date(to - dayMs);
  return { day: from.toISOString().slice(0, 10), from, to: new Date(to) };
}
