import type { StoredBackup } from './stored-backups.ts';

/** How many days, weeks and months backups are kept for: the newest of each. */
export interface Retention {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

/**
 * Backups that nobody needs any more. For each of the last days, weeks (from Monday, UTC) and months with a backup, the newest verified
 * one stays, or the newest if none of it is verified. The newest and the newest verified one always stay.
 */
export function expired(
  backups: readonly StoredBackup[],
  { daily, weekly, monthly }: Retention,
): readonly StoredBackup[] {
  const newestFirst = backups.toSorted((one, other) => other.takenAt.getTime() - one.takenAt.getTime());
  const kept = new Set<StoredBackup>();
  for (const first of [newestFirst[0], newestFirst.find(({ isVerified }) => isVerified)]) if (first) kept.add(first);
  const periods = [
    [daily, ({ takenAt }: StoredBackup) => dayOf(takenAt)],
    [weekly, ({ takenAt }: StoredBackup) => dayOf(mondayOf(takenAt))],
    [monthly, ({ takenAt }: StoredBackup) => dayOf(takenAt).slice(0, 7)],
  ] as const;
  for (const [count, periodOf] of periods)
    for (const within of [...Map.groupBy(newestFirst, periodOf).values()].slice(0, count)) {
      const best = within.find(({ isVerified }) => isVerified) ?? within[0];
      if (best) kept.add(best);
    }
  return newestFirst.filter((each) => !kept.has(each));
}

const dayOf = (time: Date) => time.toISOString().slice(0, 10);

function mondayOf(time: Date): Date {
  return new Date(time.getTime() - ((time.getUTCDay() + 6) % 7) * 86_400_000);
}
