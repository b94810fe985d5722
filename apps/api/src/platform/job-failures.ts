import type { Logger } from 'pino';
import { QueryFailedError } from 'typeorm';
import { DomainError } from '@engagex/domain/shared';
import { liquidProblem } from '@engagex/domain/templates';
import type { JobMetrics } from './metrics/job-metrics.ts';
import { currentScope, outsideTransaction, type TenantDb } from '@engagex/tenancy';

/** Failures in a row after which whoever owns the work is told, and it stops. */
export const mostFailures = 5;
const longestProblem = 300;
/** A sweep that failed this many times in a row, each within `togetherMs` of the last, is failing. */
const sweepFailures = 3;
const togetherMs = 60_000;

/** $1 queue, $2 subject, $3 problem. Failures that are minutes apart are not in a row. */
const noteFailure = `
  insert into job_failures as f (queue, subject, problem) values ($1, $2, $3)
  on conflict (organization_id, queue, subject) do update set
    failures = case when f.given_up_at is not null or f.last_at < now() - interval '10 minutes' then 1 else f.failures + 1 end,
    first_at = case when f.given_up_at is not null or f.last_at < now() - interval '10 minutes' then now() else f.first_at end,
    problem = excluded.problem, last_at = now(), given_up_at = null
  returning failures`;
const forgetOld = `delete from job_failures where last_at < now() - interval '1 day'`;
const noteGivenUp = 'update job_failures set given_up_at = now() where queue = $1 and subject = $2';
const noteSuccess = 'delete from job_failures where queue = $1 and subject = $2';

/** One piece of work: what it is about, and what its feature does when it fails again and again. */
export interface Watched {
  readonly queue: string;
  /** The id of a row, or of the organization. */
  readonly subject: string;
  /**
   * Stops it and says why to its owner: the campaign is paused, the import failed, its people told. Runs in the
   * scope of the organization and opens its own transaction. `words` are a sentence.
   */
  readonly giveUp: (words: string) => Promise<unknown>;
}

/**
 * The rule of the worker: nothing fails over and over without anyone being notified. Sweeps find failed work again, so a
 * fault that stays would fail for ever; after a few times in a row its owner gives it up, in words. What has no owner to
 * tell, and sweeps that fail themselves, are seen in the health check.
 */
export class JobFailures {
  readonly #db: TenantDb;
  readonly #log: Logger;
  readonly #metrics: JobMetrics | null;
  /** What failed in this process and has not succeeded here since: success of anything else costs no statement. */
  readonly #failing = new Set<string>();
  readonly #sweeps = new Map<string, { count: number; since: Date; last: number }>();

  constructor(db: TenantDb, log: Logger, metrics: JobMetrics | null = null) {
    this.#db = db;
    this.#log = log;
    this.#metrics = metrics;
  }

  /** Does the work and throws what it throws. */
  async watch(watched: Watched, work: () => Promise<unknown>): Promise<void> {
    const key = `${currentScope().organizationId} ${watched.queue} ${watched.subject}`;
    try {
      await work();
    } catch (error) {
      this.#failing.add(key);
      await this.#note(watched, error);
      throw error;
    }
    if (!this.#failing.has(key)) return;
    await this.#db.transaction(() => this.#db.rows(noteSuccess, [watched.queue, watched.subject]));
    this.#failing.delete(key);
  }

  /** A sweep that could not look for work, or could not wake it. */
  sweepFailed(name: string, err: unknown): void {
    this.#log.error({ err, sweep: name }, 'a sweep failed; it runs again');
    this.#metrics?.sweepFailed(name);
    const now = Date.now();
    const before = this.#sweeps.get(name);
    const isInRow = before && now - before.last < togetherMs;
    this.#sweeps.set(name, {
      count: isInRow ? before.count + 1 : 1,
      since: isInRow ? before.since : new Date(now),
      last: now,
    });
  }

  /** Sweeps of this process that fail again and again. */
  failingSweeps(): { queue: string; since: Date }[] {
    const now = Date.now();
    return [...this.#sweeps].flatMap(([queue, { count, since, last }]) =>
      count >= sweepFailures && now - last < togetherMs ? [{ queue, since }] : [],
    );
  }

  /** When even this fails, the database is away, which the health check says; or it will be noted the next time. */
  async #note({ queue, subject, giveUp }: Watched, cause: unknown): Promise<void> {
    try {
      await outsideTransaction(async () => {
        const words = wordsOf(cause);
        const failures = await this.#db.transaction(async () => {
          await this.#db.rows(forgetOld);
          return (await this.#db.row<{ failures: number }>(noteFailure, [queue, subject, words]))?.failures ?? 0;
        });
        if (failures < mostFailures) return;
        await giveUp(words);
        await this.#db.transaction(() => this.#db.rows(noteGivenUp, [queue, subject]));
      });
    } catch (err) {
      this.#log.error({ err, queue, subject }, 'could not say that this fails again and again');
    }
  }
}

/** For people: statements of the database are for the log. */
function wordsOf(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  const liquid = liquidProblem(error);
  if (liquid !== null) return liquid;
  const usual = 'Something went wrong on our side, and trying again did not help.';
  if (error instanceof QueryFailedError || !(error instanceof Error) || error.message === '') return usual;
  return `${usual} It says: ${error.message.split('\n')[0] ?? ''}`.slice(0, longestProblem);
}
