import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  type InstallationHealth,
  processReport,
  type ProcessName,
  type ProcessReport,
  type RunningProcess,
  type WaitingQueue,
} from '@engagex/domain/installation-health';
import { DomainError } from '@engagex/domain/shared';
import { Clock } from '../../ports/clock.ts';
import { busiest, processes } from './figures.queries.ts';
import { Figures } from './figures.ts';
import { problemsIn } from './health-problems.ts';

/** Of a campaign's people, in batches; see docs/operations.md. */
const batchesEach = 4;

interface StoredProcess {
  readonly id: string;
  readonly name: ProcessName;
  readonly version: string;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly isSilent: boolean;
  readonly report: unknown;
}

/** The page Health of operators. */
@Injectable()
export class ReadHealth {
  constructor(
    private readonly source: DataSource,
    private readonly figures: Figures,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<InstallationHealth> {
    const now = this.clock.now();
    const figures = await this.figures.read();
    if (!figures) throw new DomainError('unavailable', 'health.reading', 'The numbers are being read. Try again.');
    const age = (since: Date | null) => (since ? Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000)) : 0);
    const organizations: InstallationHealth['lanes']['organizations'] = await this.source.query(busiest, [now]);
    const { backup, database, failedEvents } = figures;
    const health: Omit<InstallationHealth, 'problems'> = {
      at: figures.readAt.toISOString(),
      processes: await this.#processes(),
      queues: figures.queues.map(({ queue, waiting, since }) => ({ queue, waiting, oldestSeconds: age(since) })),
      stages: figures.stages.map(({ stage, waiting, since }): WaitingQueue => {
        return { queue: stage, waiting, oldestSeconds: age(since) };
      }),
      failedEvents: { count: failedEvents.waiting, since: failedEvents.since?.toISOString() ?? null },
      campaigns: figures.campaigns.map(({ status, campaigns, unclosed }) => ({ status, campaigns, unclosed })),
      lanes: { batchesEach, organizations },
      database: {
        bytes: database.bytes,
        connections: database.connections,
        mostConnections: database.most_connections,
        standbys: database.standbys,
        lagBytes: database.lag_bytes === null ? null : Math.max(0, database.lag_bytes),
      },
      certificateExpiresAt: figures.certificateExpiresAt?.toISOString() ?? null,
      backup: {
        takenAt: backup.taken_at?.toISOString() ?? null,
        verifiedAt: backup.verified_at?.toISOString() ?? null,
      },
    };
    return { ...health, problems: problemsIn(health, figures.failing, now) };
  }

  async #processes(): Promise<RunningProcess[]> {
    const rows: StoredProcess[] = await this.source.query(processes);
    return rows.map(({ report, startedAt, seenAt, ...row }) => ({
      ...row,
      ...reportIn(report),
      startedAt: startedAt.toISOString(),
      seenAt: seenAt.toISOString(),
    }));
  }
}

/** Another version may report something else. */
function reportIn(report: unknown): ProcessReport {
  const read = processReport.safeParse(report);
  return read.success ? read.data : { memoryBytes: 0, blockedMs: 0, slowRoutes: [], errors: [] };
}
