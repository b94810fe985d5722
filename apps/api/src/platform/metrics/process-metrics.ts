import { statfs } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorReports, HttpMetrics, Metrics, productVersion, Recent, type Sample } from '@engagex/telemetry';
import type { Config } from '../../config.ts';
import { StatementMetrics } from './statement-metrics.ts';
import { JobMetrics } from './job-metrics.ts';

/** Prometheus gives up a page after ten seconds. */
const readyWithinMs = 3_000;

/** Which part of the product a process is. */
export type ProcessName = 'api' | 'worker' | 'events';

/** Mail by what sends it. */
const lanes = ['campaign', 'transactional', 'system'] as const;
export type Lane = (typeof lanes)[number];

const outcomes = ['accepted', 'deferred', 'failed', 'unknown', 'pending'] as const;
type Outcome = (typeof outcomes)[number];

/** What every process made of the API's modules counts and measures. */
export class ProcessMetrics {
  readonly page: Metrics;
  readonly http: HttpMetrics;
  readonly statements: StatementMetrics;
  readonly jobs: JobMetrics;
  /** What was slow and what failed lately, for people. */
  readonly recent: Recent;
  readonly process: ProcessName;
  readonly #handedOver: (lane: string, outcome: string) => { inc(by?: number): void };
  readonly #events: (stage: string) => { inc(by?: number): void };
  readonly #accepted: () => { inc(by?: number): void };
  readonly #inbound: (purpose: string) => { inc(by?: number): void };

  constructor(config: Pick<Config, 'FILES_DIR' | 'DATABASE_DIR'>, process: ProcessName, reports: ErrorReports | null) {
    this.process = process;
    this.recent = new Recent(reports);
    this.page = new Metrics(process, productVersion);
    this.http = new HttpMetrics(this.page);
    this.statements = new StatementMetrics(this.page);
    this.jobs = new JobMetrics(this.page);
    this.#handedOver = this.page.counter({
      name: 'engagex_deliveries_total',
      help: 'Outcomes of messages that were handed to a transport, by the lane they were sent in.',
      labels: ['lane', 'outcome'],
    });
    // Each begins at 0: the first message would not be seen as an increase otherwise.
    for (const lane of lanes) for (const outcome of outcomes) this.#handedOver(lane, outcome);
    this.#accepted = this.page.counter({ name: 'engagex_events_accepted_total', help: 'Events stored.' });
    this.#events = this.page.counter({
      name: 'engagex_events_applied_total',
      help: 'Events that a stage was done with, those that failed included.',
      labels: ['stage'],
    });
    this.#inbound = this.page.counter({
      name: 'engagex_inbound_mails_total',
      help: 'Mail about our mail that was stored: bounces, complaints, reports.',
      labels: ['purpose'],
    });
    const disks = { files: config.FILES_DIR, database: config.DATABASE_DIR };
    for (const [name, help, of] of [
      ['engagex_disk_size_bytes', 'Size of the disk of FILES_DIR, and of DATABASE_DIR if it is set.', sizeOf],
      ['engagex_disk_free_bytes', 'What is free of it for this process.', freeOf],
    ] as const)
      this.page.gauge({ name, help, labels: ['disk'], read: () => disksBy(disks, of) });
  }

  /** Whether the process can do its work, as /health/ready says: asked when the page is. */
  watchReadiness(isReady: () => Promise<unknown>): void {
    this.page.gauge({
      name: 'engagex_ready',
      help: 'Whether the process can do its work, as /health/ready says.',
      read: async () => {
        const late = delay(readyWithinMs, false, { ref: false });
        const asked = isReady().then(
          () => true,
          () => false,
        );
        return [{ value: (await Promise.race([asked, late])) ? 1 : 0 }];
      },
    });
  }

  /** Outcomes as the ledger has them; those that go back without an attempt are `pending`. */
  handedOver(lane: Lane, of: readonly Outcome[]): void {
    for (const outcome of of) this.#handedOver(lane, outcome).inc();
  }

  eventsAccepted(events: number): void {
    this.#accepted().inc(events);
  }

  eventsApplied(stage: string, events: number): void {
    this.#events(stage).inc(events);
  }

  inboundMail(purpose: string): void {
    this.#inbound(purpose).inc();
  }
}

type Disk = Awaited<ReturnType<typeof statfs>>;

const sizeOf = ({ blocks, bsize }: Disk) => Number(blocks) * Number(bsize);
const freeOf = ({ bavail, bsize }: Disk) => Number(bavail) * Number(bsize);

/** A folder that is not there has no disk to speak of. */
async function disksBy(
  folders: Readonly<Record<string, string | undefined>>,
  bytesOf: (disk: Disk) => number,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const [disk, folder] of Object.entries(folders)) {
    const found = folder === undefined ? null : await statfs(folder).catch(() => null);
    if (found) samples.push({ labels: { disk }, value: bytesOf(found) });
  }
  return samples;
}
