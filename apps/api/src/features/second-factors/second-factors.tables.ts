import type { Table } from '../../platform/tables/table.ts';

export const secondFactorsTables: readonly Table[] = [
  { name: 'totp_secrets' },
  { name: 'passkeys' },
  { name: 'recovery_codes' },
];
