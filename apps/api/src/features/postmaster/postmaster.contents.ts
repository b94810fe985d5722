import { type Content, contentOf, type ContentRow } from '../../platform/contents.ts';

interface Row extends ContentRow {
  readonly isRead: boolean;
}

/** $1 credentials. */
const find = `select id, name as title, problem is null as "isRead" from postmaster_accounts where id = any ($1::uuid[])`;

export const postmasterContents: readonly Content[] = [
  contentOf<Row>({
    type: 'postmaster_account',
    find,
    path: () => '/deliverability',
    stillHolds: { postmaster_failed: ({ isRead }) => !isRead, postmaster_mended: ({ isRead }) => isRead },
  }),
];
