/** Writes to tables of others that stay for now, and why. One that is gone must be taken off. */
interface Exception {
  readonly file: string;
  /** Null: its name is computed. */
  readonly table: string | null;
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [
  {
    file: 'apps/api/src/features/accounts/purge-organization.ts',
    table: null,
    reason: 'Deleting an organization empties every table that is declared, in the way its owner declares.',
  },
  {
    file: 'apps/api/src/features/personal-data/mentions.ts',
    table: null,
    reason: 'An erased address is looked for in every text column of the catalogue, also where no owner expects one.',
  },
  {
    file: 'apps/api/src/features/deliveries/deliveries.queries.ts',
    table: 'campaigns',
    reason:
      'A batch takes its turn and its claim in one round trip; the order of turns moves here with the sending sequence.',
  },
  {
    file: 'apps/api/src/platform/http/api-keys.ts',
    table: 'api_keys',
    reason: 'That a key was used is noted in the first round trip of a request, before it reaches any feature.',
  },
  {
    file: 'apps/api/src/features/backups/replay.queries.ts',
    table: 'erasure_salts',
    reason:
      'After a restore, what people said since is replayed in one order over all of these tables, by the log that backups own.',
  },
  {
    file: 'apps/api/src/features/backups/replay.queries.ts',
    table: 'contacts',
    reason:
      'After a restore, what people said since is replayed in one order over all of these tables, by the log that backups own.',
  },
  {
    file: 'apps/api/src/features/backups/replay.queries.ts',
    table: 'suppressions',
    reason:
      'After a restore, what people said since is replayed in one order over all of these tables, by the log that backups own.',
  },
  {
    file: 'apps/api/src/features/backups/replay.queries.ts',
    table: 'topic_preferences',
    reason:
      'After a restore, what people said since is replayed in one order over all of these tables, by the log that backups own.',
  },
];
