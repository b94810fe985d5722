import { DomainError } from '@engagex/domain/shared';
import type { Order, Report } from './messages.ts';

export interface Job {
  /** Loads what the work needs, which is not what somebody wrote and so has time. */
  readonly prepare?: (input: never) => Promise<unknown>;
  readonly run: (input: never) => unknown;
}

/** The other end of `JobProcess`: does what it is told, one after another, until whoever told it is gone. */
export function serveJobs(jobs: Readonly<Record<string, Job>>): void {
  process.on('disconnect', () => process.exit());
  process.on('message', ({ kind, input }: Order) => void serve(jobs[kind], input)); // our own process speaks only so
}

async function serve(job: Job | undefined, input: unknown): Promise<void> {
  await tell(await outcomeOf(job, input));
}

async function outcomeOf(job: Job | undefined, input: unknown): Promise<Report> {
  try {
    if (!job) throw new Error('There is no such job.');
    const given = input as never; // whoever sent it has checked it against this kind
    await job.prepare?.(given);
    await tell({ began: true });
    return { output: await job.run(given) };
  } catch (error) {
    if (error instanceof DomainError) {
      const { kind, code, message, errors } = error;
      return { refusal: { kind, code, message, errors } };
    }
    const complaint = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { complaint, limit: limitIn(error) };
  }
}

/** The sizes that V8 allows at all. */
function limitIn(error: unknown): 'nesting' | 'memory' | null {
  if (!(error instanceof RangeError)) return null;
  return error.message.includes('call stack') ? 'nesting' : 'memory';
}

function tell(report: Report): Promise<void> {
  return new Promise((told) => process.send?.(report, () => told()));
}
