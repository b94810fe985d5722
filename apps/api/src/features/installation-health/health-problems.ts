import type { FoundProblem, InstallationHealth } from '@engagex/domain/installation-health';

/** From here on something is a problem; the alerts of deploy/prometheus have the same limits. */
export const healthLimits = {
  queueSeconds: 300,
  eventSeconds: 300,
  failedEventHours: 24,
  certificateDays: 14,
  connectionsShare: 0.9,
  lagBytes: 1024 ** 3,
  backupHours: 26,
} as const;

const hourMs = 3_600_000;

/** What keeps the installation from being well, the worst first. */
export function problemsIn(
  health: Omit<InstallationHealth, 'problems'>,
  failing: readonly string[],
  now: Date,
): FoundProblem[] {
  const { processes, queues, stages, failedEvents, campaigns, database, certificateExpiresAt, backup } = health;
  const silent = processes.filter(({ isSilent }) => isSilent);
  const versions = new Set(processes.filter(({ isSilent }) => !isSilent).map(({ version }) => version));
  const failedFor = failedEvents.since ? now.getTime() - Date.parse(failedEvents.since) : 0;
  const expiresIn = certificateExpiresAt ? Date.parse(certificateExpiresAt) - now.getTime() : Infinity;
  const backupAge = backup.takenAt ? now.getTime() - Date.parse(backup.takenAt) : 0;
  const whole = (code: FoundProblem['code'], isSo: boolean): FoundProblem[] => (isSo ? [{ code, about: null }] : []);
  const late = (limit: number) => (queue: { oldestSeconds: number }) => queue.oldestSeconds > limit;
  return [
    ...silent.map(({ name }): FoundProblem => ({ code: 'process_silent', about: name })),
    ...failing.map((queue): FoundProblem => ({ code: 'work_failing', about: queue })),
    ...whole(
      'ledger_open',
      campaigns.some(({ unclosed }) => unclosed > 0),
    ),
    ...queues
      .filter(late(healthLimits.queueSeconds))
      .map(({ queue }): FoundProblem => ({ code: 'queue_behind', about: queue })),
    ...stages
      .filter(late(healthLimits.eventSeconds))
      .map(({ queue }): FoundProblem => ({ code: 'events_behind', about: queue })),
    ...whole('backup_old', backupAge > healthLimits.backupHours * hourMs),
    ...whole('replication_behind', (database.lagBytes ?? 0) > healthLimits.lagBytes),
    ...whole('connections_short', database.connections > database.mostConnections * healthLimits.connectionsShare),
    ...whole('certificate_expiring', expiresIn < healthLimits.certificateDays * 24 * hourMs),
    ...whole('failed_events', failedFor > healthLimits.failedEventHours * hourMs),
    ...whole('versions_differ', versions.size > 1),
  ];
}
