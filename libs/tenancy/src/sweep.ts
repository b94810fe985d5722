import { runInScope } from './scope.ts';

/** A row that needs attention, found across organizations. */
export interface DueRow {
  readonly organizationId: string;
  readonly id: string;
}

export interface SweepOptions {
  readonly name: string;
  readonly everyMs: number;
  /** Finds due work from the rows themselves, usually by a SECURITY DEFINER function that returns ids. */
  readonly find: () => Promise<readonly DueRow[]>;
  /** Wakes the work up, in the scope of the row's organization. Runs again on the next sweep if it fails. */
  readonly wake: (id: string) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}

/**
 * Re-derives due work from the rows at regular intervals: the rows are the truth and the queue is a wake-up, so
 * losing the whole queue loses nothing. Returns a function that stops it and waits for a sweep under way.
 */
export function startSweep(options: SweepOptions): () => Promise<void> {
  const stopped = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const next = () => {
    running = sweepOnce(options, stopped.signal).finally(() => {
      if (!stopped.signal.aborted) timer = setTimeout(next, options.everyMs);
    });
  };
  next();
  return async () => {
    stopped.abort();
    clearTimeout(timer);
    await running;
  };
}

async function sweepOnce({ name, find, wake, onError }: SweepOptions, stopped: AbortSignal): Promise<void> {
  try {
    for (const row of await find()) {
      if (stopped.aborted) return;
      await wakeOne(name, row, { wake, onError });
    }
  } catch (error) {
    onError(error);
  }
}

/** One that fails does not hold up the others. */
async function wakeOne(
  name: string,
  { organizationId, id }: DueRow,
  { wake, onError }: Pick<SweepOptions, 'wake' | 'onError'>,
): Promise<void> {
  try {
    await runInScope({ organizationId, actor: { kind: 'system', name } }, () => wake(id));
  } catch (error) {
    onError(error);
  }
}
