import { lossLimits } from './loss-limits.ts';

/** The place of an event among those of its page load or process, as our clients send it in `context.queue`. */
export interface NumberedEvent {
  readonly boot: string;
  readonly sequence: number;
  /** Events that the client has given up by then. */
  readonly dropped: number;
  readonly library: string;
  readonly release: string;
}

const version7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const libraries: Readonly<Record<string, string>> = { 'engagex.js': 'browser', 'engagex-node': 'node' };
const aheadMs = 60 * 60_000;

/** Anybody may write anything there. Null when it is not what our clients write. */
export function numberedEvent(context: unknown): NumberedEvent | null {
  const { queue, library } = fieldsOf(context);
  const { boot, sequence, dropped } = fieldsOf(queue);
  if (typeof boot !== 'string' || !version7.test(boot)) return null;
  if (!isCount(sequence, lossLimits.sequence) || sequence === 0) return null;
  const { name, version } = fieldsOf(library);
  return {
    boot,
    sequence,
    dropped: isCount(dropped, lossLimits.sequence) ? dropped : 0,
    library: (typeof name === 'string' && Object.hasOwn(libraries, name) && libraries[name]) || 'other',
    release: typeof version === 'string' && /^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(version) ? version : 'other',
  };
}

/** Whether so late a first word of it would still be counted rightly. An id says when it was made. */
export function isMeasurable(boot: string, now: Date): boolean {
  const age = now.getTime() - Number.parseInt(boot.slice(0, 8) + boot.slice(9, 13), 16);
  return age > -aheadMs && age < lossLimits.measuredDays * 86_400_000;
}

function isCount(value: unknown, most: number): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}; // any object has fields
}
