import { z } from 'zod';
import { count, id, route, timestamp } from '../shared/index.ts';

/** How the installation is, for those who run it. */

/** Parts of the product that are processes of their own. */
export const processNames = ['api', 'worker', 'events', 'bff'] as const;
export type ProcessName = (typeof processNames)[number];

const slowRoute = z.object({
  method: z.string(),
  /** The template, such as `/api/campaigns/:id`. */
  route: z.string(),
  requests: count,
  averageMs: z.number(),
  slowestMs: z.number(),
});
export type SlowRoute = z.output<typeof slowRoute>;

const recentError = z.object({
  at: timestamp,
  /** The route or the queue in which it happened. */
  where: z.string(),
  /** The kind of error, as programs name it; never its words, which may hold data. */
  kind: z.string(),
  /** Finds it in the log. */
  requestId: z.string().nullable(),
});
export type RecentError = z.output<typeof recentError>;

/** What a process writes about itself. */
export const processReport = z.object({
  memoryBytes: count,
  /** The longest that the event loop was blocked since the report before. */
  blockedMs: z.number(),
  slowRoutes: z.array(slowRoute),
  errors: z.array(recentError),
});
export type ProcessReport = z.output<typeof processReport>;

const runningProcess = processReport.extend({
  id,
  name: z.enum(processNames),
  version: z.string(),
  startedAt: timestamp,
  seenAt: timestamp,
  /** It has not written for a while: it was killed, or cannot reach the database. */
  isSilent: z.boolean(),
});
runningProcess.register(z.globalRegistry, { id: 'RunningProcess' });
export type RunningProcess = z.output<typeof runningProcess>;

const waitingQueue = z.object({
  queue: z.string(),
  /** Up to 100,000. */
  waiting: count,
  oldestSeconds: z.number(),
});
export type WaitingQueue = z.output<typeof waitingQueue>;

/** What keeps the installation from being well; each is an alert in deploy/prometheus as well. */
export const healthProblems = [
  'process_silent',
  'versions_differ',
  'work_failing',
  'queue_behind',
  'events_behind',
  'ledger_open',
  'failed_events',
  'certificate_expiring',
  'connections_short',
  'replication_behind',
  'backup_old',
] as const;
export type HealthProblem = (typeof healthProblems)[number];

const problem = z.object({
  code: z.enum(healthProblems),
  /** What it is about, such as the name of a queue; null for the whole. */
  about: z.string().nullable(),
});
export type FoundProblem = z.output<typeof problem>;

const installationHealth = z.object({
  /** When the numbers were read. */
  at: timestamp,
  problems: z.array(problem),
  processes: z.array(runningProcess),
  queues: z.array(waitingQueue),
  /** How far stages are behind with events. */
  stages: z.array(waitingQueue),
  failedEvents: z.object({ count, since: timestamp.nullable() }),
  campaigns: z.array(z.object({ status: z.string(), campaigns: count, unclosed: count })),
  /** Who uses the lanes right now, the busiest first; at most 20. */
  lanes: z.object({
    batchesEach: count,
    organizations: z.array(z.object({ id, name: z.string(), batches: count, campaigns: count, messages: count })),
  }),
  database: z.object({
    bytes: count,
    connections: count,
    mostConnections: count,
    standbys: count,
    lagBytes: count.nullable(),
  }),
  certificateExpiresAt: timestamp.nullable(),
  /** Of the whole installation by `npm run backup`: the newest, and when one was last restored to verify it. */
  backup: z.object({ takenAt: timestamp.nullable(), verifiedAt: timestamp.nullable() }),
});
installationHealth.register(z.globalRegistry, { id: 'InstallationHealth' });
export type InstallationHealth = z.output<typeof installationHealth>;

export const installationHealthRoutes = {
  get: route({
    id: 'installation-health.get',
    method: 'GET',
    path: '/api/operator/health',
    summary: 'How the installation is: processes, queues, lanes, slow routes, the last errors',
    permission: 'operator',
    response: installationHealth,
  }),
};
