import type { FoundProblem, HealthProblem, ProcessName } from '@engagex/domain/installation-health';

export const processNames: Readonly<Record<ProcessName, string>> = {
  api: 'API',
  worker: 'Worker',
  events: 'Events',
  bff: 'BFF',
};

const queueNames: Readonly<Record<string, string>> = {
  campaigns: 'Campaigns',
  messages: 'Transactional messages',
  events: 'Events',
  imports: 'Imports',
  exports: 'Exports',
  'bulk-actions': 'Bulk actions',
  'provider-events': 'Reports of providers',
  judgements: 'Judging opens and clicks',
  inbound: 'Inbound mail',
};

/** Stages and queues that came later go by their own name. */
export function queueName(queue: string): string {
  return queueNames[queue] ?? queue.replaceAll(/[-_]/g, ' ');
}

/** What is wrong, and what to do next. */
const problems: Readonly<Record<HealthProblem, (about: string) => string>> = {
  process_silent: (about) =>
    `A process (${about}) has not reported for more than a minute. It was killed, or cannot reach the database.`,
  versions_differ: () => 'Processes of different versions are running. Finish the upgrade.',
  work_failing: (about) => `Jobs keep failing: ${queueName(about)}. The worker log has the cause.`,
  queue_behind: (about) => `${queueName(about)}: the oldest work has waited for more than 5 minutes. Add workers.`,
  events_behind: (about) => `Events are processed late: ${queueName(about)}. Add workers.`,
  ledger_open: () =>
    'A campaign has an outcome for everybody, but its ledger does not close. The worker log has the cause.',
  failed_events: () => 'Events that failed have waited for more than a day for a member to replay or discard them.',
  certificate_expiring: () => 'A certificate of a link host expires within 14 days and was not renewed.',
  connections_short: () => 'Almost all connections that PostgreSQL allows are open.',
  backup_old: () => 'The newest backup is more than 26 hours old. The log of the backup process has the cause.',
  replication_behind: () => 'A standby of the database is more than 1 GB behind.',
};

export function problemInWords({ code, about }: FoundProblem): string {
  return problems[code](about ?? '');
}

const statusNames: Readonly<Record<string, string>> = {
  scheduled: 'Scheduled',
  launching: 'Starting',
  sending: 'Sending',
  paused: 'Paused',
};

export function statusName(status: string): string {
  return statusNames[status] ?? status;
}
