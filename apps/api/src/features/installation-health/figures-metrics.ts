import { readFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Sample } from '@engagex/telemetry';
import type { Config } from '../../config.ts';
import { ProcessMetrics } from '../../platform/metrics/process-metrics.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Work } from '../../platform/work.ts';
import { Clock } from '../../ports/clock.ts';
import { Figures, type FiguresRead } from './figures.ts';

const underWay = ['scheduled', 'launching', 'sending', 'paused'];

/** One page asks for many gauges at once. */
const sharedMs = 2_000;

/** The figures as metrics, on the page of every worker: each shows the same, so take the maximum of them. */
@Injectable()
export class FiguresMetrics extends Work {
  #asked: { readonly at: number; readonly answer: Promise<FiguresRead | null> } | null = null;

  constructor(
    private readonly figures: Figures,
    private readonly metrics: ProcessMetrics,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  start(): void {
    this.#queues();
    this.#events();
    this.#campaigns();
    this.#database();
    this.#certificates();
    this.#backups();
    this.#gauge(
      'figures_read_timestamp_seconds',
      'When the figures of the installation were read.',
      [],
      ({ readAt }) => [{ value: seconds(readAt) }],
    );
  }

  async beforeApplicationShutdown(): Promise<void> {}

  #queues(): void {
    this.#gauge('queue_waiting', 'Work that waits for a worker, of all organizations.', ['queue'], ({ queues }) =>
      queues.map(({ queue, waiting }) => ({ labels: { queue }, value: waiting })),
    );
    this.#gauge('queue_oldest_seconds', 'For how long the oldest of it has waited.', ['queue'], ({ queues }) =>
      queues.map(({ queue, since }) => ({ labels: { queue }, value: this.#age(since) })),
    );
    this.#gauge('work_failing', 'Queues whose jobs fail again and again.', ['queue'], ({ failing }) =>
      failing.map((queue) => ({ labels: { queue }, value: 1 })),
    );
  }

  #events(): void {
    this.#gauge('event_lag_events', 'Events that a stage has yet to apply.', ['stage'], ({ stages }) =>
      stages.map(({ stage, waiting }) => ({ labels: { stage }, value: waiting })),
    );
    this.#gauge('event_lag_seconds', 'Age of the oldest event that a stage has yet to apply.', ['stage'], (figures) => {
      const first = figures.queues.find(({ queue }) => queue === 'events');
      const stages = figures.stages.map(({ stage, since }) => ({ labels: { stage }, value: this.#age(since) }));
      return [{ labels: { stage: 'first' }, value: this.#age(first?.since ?? null) }, ...stages];
    });
    this.#gauge('dead_letters', 'Events that failed and wait for a member.', [], ({ failedEvents }) => [
      { value: failedEvents.waiting },
    ]);
    this.#gauge('dead_letters_oldest_seconds', 'For how long the oldest of them has waited.', [], (figures) => [
      { value: this.#age(figures.failedEvents.since) },
    ]);
  }

  #campaigns(): void {
    this.#gauge('campaigns', 'Campaigns that are under way.', ['status'], ({ campaigns }) =>
      underWay.map((status) => {
        const found = campaigns.find((each) => each.status === status);
        return { labels: { status }, value: found?.campaigns ?? 0 };
      }),
    );
    this.#gauge('unclosed_ledgers', 'Campaigns whose ledger should have closed.', [], ({ campaigns }) => [
      { value: campaigns.reduce((sum, { unclosed }) => sum + unclosed, 0) },
    ]);
  }

  #database(): void {
    const some = (value: number | null): Sample[] => (value === null ? [] : [{ value }]);
    this.#gauge('database_size_bytes', 'Size of the database.', [], ({ database }) => some(database.bytes));
    this.#gauge('database_connections', 'Connections to the server, and how many it allows.', ['kind'], (figures) => [
      { labels: { kind: 'open' }, value: figures.database.connections },
      { labels: { kind: 'most' }, value: figures.database.most_connections },
    ]);
    this.#gauge('database_standbys', 'Standbys that replicate it.', [], ({ database }) => some(database.standbys));
    this.#gauge('database_replication_lag_bytes', 'How far the last standby is behind.', [], ({ database }) =>
      some(database.lag_bytes),
    );
    this.#gauge('database_replication_lag_seconds', 'The same in time, if EngageX may see it.', [], ({ database }) =>
      some(database.lag_seconds),
    );
  }

  #certificates(): void {
    const file = this.config.INBOUND_CERTIFICATE_FILE;
    this.#gauge(
      'certificate_expires_timestamp_seconds',
      'When the next certificate expires: of link hosts, of the listener for inbound mail.',
      ['certificate'],
      async ({ certificateExpiresAt: links }) => [
        ...(links ? [{ labels: { certificate: 'link_hosts' }, value: seconds(links) }] : []),
        ...(file ? [{ labels: { certificate: 'inbound' }, value: seconds(await expiryOf(file)) }] : []),
      ],
    );
  }

  /** Nothing where backups are made by other means. */
  #backups(): void {
    const at = (time: Date | null): Sample[] => (time ? [{ value: seconds(time) }] : []);
    this.#gauge('backup_last_success_timestamp_seconds', 'When the newest backup was taken.', [], ({ backup }) =>
      at(backup.taken_at),
    );
    this.#gauge(
      'backup_verified_timestamp_seconds',
      'When a backup was last verified by restoring it.',
      [],
      (figures) => at(figures.backup.verified_at),
    );
    this.#gauge(
      'preference_log_shipped_timestamp_seconds',
      'Up to when the log of preferences is outside.',
      [],
      (figures) => at(figures.backup.shipped_at),
    );
  }

  #gauge(
    name: string,
    help: string,
    labels: readonly string[],
    of: (figures: FiguresRead) => readonly Sample[] | Promise<readonly Sample[]>,
  ): void {
    const read = async () => {
      const figures = await this.#read();
      return figures ? of(figures) : [];
    };
    this.metrics.page.gauge({ name: `engagex_${name}`, help, labels, read });
  }

  #read(): Promise<FiguresRead | null> {
    const at = performance.now();
    if (!this.#asked || at - this.#asked.at > sharedMs) this.#asked = { at, answer: this.figures.read() };
    return this.#asked.answer;
  }

  #age(since: Date | null): number {
    return since ? Math.max(0, (this.clock.now().getTime() - since.getTime()) / 1000) : 0;
  }
}

function seconds(at: Date): number {
  return at.getTime() / 1000;
}

async function expiryOf(file: string): Promise<Date> {
  return new Date(new X509Certificate(await readFile(file)).validTo);
}
