import { type Content, contentOf, type ContentRow } from '../../platform/contents.ts';

interface Row extends ContentRow {
  readonly state: string;
  readonly isTaken: boolean;
  readonly isClaimed: boolean;
}

/** $1 sending domains. */
const find = `
  select id, domain as title, state, is_taken as "isTaken", leaves_at is not null as "isClaimed"
  from domains where id = any ($1::uuid[]) and deleted_at is null`;

export const domainsContents: readonly Content[] = [
  contentOf<Row>({
    type: 'domain',
    find,
    path: ({ id }, kind) =>
      kind.startsWith('delivery_test') ? `/settings/domains/${id}/delivery-tests` : `/settings/domains/${id}`,
    stillHolds: {
      domain_degraded: ({ state }) => state === 'degraded',
      domain_failed: ({ state }) => state === 'failed',
      domain_mended: ({ state }) => state === 'verified',
      domain_claimed: ({ isClaimed }) => isClaimed,
      domain_lost: ({ isTaken }) => isTaken,
    },
  }),
];
