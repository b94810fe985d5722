import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import { z } from 'zod';
import { mostFailures } from '../../platform/job-failures.ts';
import { Clock } from '../../ports/clock.ts';
import { freshFigures, keepFigures, lockFigures, readFigures } from './figures.queries.ts';

/** Whoever asks within this time gets what was read for somebody else. */
const freshMs = 15_000;
/** While one process reads, the others show what was read before, up to this age. */
const staleMs = 60_000;
const statementMs = 5_000;

const waiting = z.object({ waiting: z.number(), since: z.coerce.date().nullable() });

const shape = z.object({
  queues: z.array(waiting.extend({ queue: z.string() })),
  stages: z.array(waiting.extend({ stage: z.string() })),
  failedEvents: waiting,
  campaigns: z.array(
    z.object({
      status: z.string(),
      campaigns: z.number(),
      unclosed: z.number(),
    }),
  ),
  /** Queues whose jobs fail again and again. */
  failing: z.array(z.string()),
  certificateExpiresAt: z.coerce.date().nullable(),
  /** Of the whole installation by `npm run backup`; another version may have kept figures without it. */
  backup: z
    .object({
      taken_at: z.coerce.date().nullable(),
      verified_at: z.coerce.date().nullable(),
      shipped_at: z.coerce.date().nullable(),
    })
    .default({ taken_at: null, verified_at: null, shipped_at: null }),
  database: z.object({
    bytes: z.number(),
    connections: z.number(),
    most_connections: z.number(),
    standbys: z.number(),
    lag_bytes: z.number().nullable(),
    lag_seconds: z.number().nullable(),
  }),
});

export interface FiguresRead extends z.output<typeof shape> {
  readonly readAt: Date;
}

interface Kept {
  readonly figures: unknown;
  readonly readAt: Date;
}

/**
 * What the tables say about the installation. It is read once for all processes, a few times a minute at most and only
 * while somebody asks: the row that holds it is as good as a reading of one's own.
 */
@Injectable()
export class Figures {
  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Null while another process reads them for the first time. */
  async read(): Promise<FiguresRead | null> {
    const now = this.clock.now();
    const runner = this.source.createQueryRunner();
    try {
      const fresh = await kept(runner, new Date(now.getTime() - freshMs));
      if (fresh) return fresh;
      await runner.startTransaction();
      await runner.query(`set local statement_timeout = ${statementMs}`);
      const figures = await this.#readAnew(runner, now);
      await runner.commitTransaction();
      return figures;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    } finally {
      await runner.release();
    }
  }

  async #readAnew(runner: QueryRunner, now: Date): Promise<FiguresRead | null> {
    const [lock]: { isOurs: boolean }[] = await runner.query(lockFigures);
    if (!lock?.isOurs) return kept(runner, new Date(now.getTime() - staleMs));
    const [row]: { figures: unknown }[] = await runner.query(readFigures, [now, mostFailures]);
    await runner.query(keepFigures, [JSON.stringify(row?.figures), now]);
    return { ...shape.parse(row?.figures), readAt: now };
  }
}

async function kept(runner: QueryRunner, since: Date): Promise<FiguresRead | null> {
  const [row]: Kept[] = await runner.query(freshFigures, [since]);
  return row ? { ...shape.parse(row.figures), readAt: row.readAt } : null;
}
