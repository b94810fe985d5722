/** Backups in the background: what people say about getting mail every few seconds, a backup every day, and those that expire. */
import { setTimeout as sleep } from 'node:timers/promises';
import { backUp, type Keeping } from './back-up.ts';
import { BackupError } from './backup-error.ts';
import { shipLog } from './log/ship-log.ts';
import { expired, type Retention } from './retention.ts';
import { listBackups, removeBackup } from './stored-backups.ts';

type Env = Readonly<Record<string, string | undefined>>;

interface Plan {
  /** Hours and minutes of each day, UTC. */
  readonly at: { readonly hour: number; readonly minute: number };
  readonly shipEverySeconds: number;
  readonly verifies: boolean;
  readonly retention: Retention;
}

const retryMs = 15 * 60_000;

/** Until it is stopped. What fails is logged and tried again. */
export async function keepBackups(keeping: Keeping, env: Env): Promise<void> {
  const plan = planOf(env);
  const stopped = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopped.abort());
  const shipping = repeat(stopped.signal, plan.shipEverySeconds * 1_000, keeping.log, async () => {
    await shipLog({ ...keeping, ownerUrl: keeping.installation.ownerUrl });
  });
  const backups = repeat(stopped.signal, 30_000, keeping.log, () => backUpWhenDue(keeping, plan, new Date()));
  await Promise.all([shipping, backups]);
}

async function repeat(stopped: AbortSignal, everyMs: number, log: (line: string) => void, work: () => Promise<void>) {
  while (!stopped.aborted) {
    const failed = await work().then(
      () => false,
      (error: unknown) => {
        log(
          error instanceof BackupError
            ? error.message
            : `failed: ${error instanceof Error ? error.stack : String(error)}`,
        );
        return true;
      },
    );
    const wait = failed ? Math.min(retryMs, Math.max(everyMs, 10_000)) : everyMs;
    await sleep(wait, undefined, { signal: stopped }).catch(() => {}); // it was stopped
  }
}

/** What the place holds says when the last one was, so a process that was started again does not begin anew. */
export async function backUpWhenDue(keeping: Keeping, plan: Plan, now: Date): Promise<void> {
  const backups = await listBackups(keeping.place);
  const last = backups.find(({ organizationId }) => organizationId === null);
  if (last && last.takenAt >= lastDue(plan.at, now)) return;
  await backUp(keeping, { organizationId: null, verifies: plan.verifies });
  await removeExpired(keeping, plan.retention);
}

export async function removeExpired(
  { place, log }: Pick<Keeping, 'place' | 'log'>,
  retention: Retention,
): Promise<void> {
  const ofInstallation = (await listBackups(place)).filter(({ organizationId }) => organizationId === null);
  for (const { name } of expired(ofInstallation, retention)) {
    await removeBackup(place, name);
    log(`${name}: removed, as newer backups are kept instead`);
  }
}

function lastDue({ hour, minute }: Plan['at'], now: Date): Date {
  const today = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour, minute));
  return today <= now ? today : new Date(today.getTime() - 86_400_000);
}

export function planOf(env: Env): Plan {
  const [hour, minute] = timeOf(env['BACKUP_AT'] || '02:00');
  return {
    at: { hour, minute },
    shipEverySeconds: numberOf(env, 'BACKUP_LOG_SECONDS', 10, 1),
    verifies: env['BACKUP_VERIFY'] !== 'false',
    retention: {
      daily: numberOf(env, 'BACKUP_KEEP_DAILY', 7, 0),
      weekly: numberOf(env, 'BACKUP_KEEP_WEEKLY', 4, 0),
      monthly: numberOf(env, 'BACKUP_KEEP_MONTHLY', 6, 0),
    },
  };
}

function timeOf(text: string): [number, number] {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  if (!hour || !minute || Number(hour) > 23 || Number(minute) > 59)
    throw new BackupError(`BACKUP_AT must be a time of day such as 02:00 (UTC), not “${text}”.`);
  return [Number(hour), Number(minute)];
}

function numberOf(env: Env, name: string, usual: number, least: number): number {
  const text = env[name];
  if (!text) return usual;
  if (!/^\d+$/.test(text) || Number(text) < least)
    throw new BackupError(`${name} must be a whole number of at least ${least}, not “${text}”.`);
  return Number(text);
}
