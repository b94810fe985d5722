import { type Content, contentOf, type ContentRow } from '../../platform/contents.ts';

interface Row extends ContentRow {
  readonly isRead: boolean;
}

/** $1 bounce mailboxes. */
const find = `
  select id, address as title, problem is null as "isRead"
  from bounce_mailboxes where id = any ($1::uuid[]) and deleted_at is null`;

export const bounceMailboxesContents: readonly Content[] = [
  contentOf<Row>({
    type: 'bounce_mailbox',
    find,
    path: () => '/settings/transports',
    stillHolds: { mailbox_paused: ({ isRead }) => !isRead, mailbox_mended: ({ isRead }) => isRead },
  }),
];
