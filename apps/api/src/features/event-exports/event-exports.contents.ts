import { type Content, contentOf, type ContentRow } from '../../platform/contents.ts';

interface Row extends ContentRow {
  readonly isDone: boolean;
}

/** $1 exports: each is called after its day. */
const find = `
  select id, to_char((due_at at time zone 'UTC') - interval '1 day', 'YYYY-MM-DD') as title, state = 'done' as "isDone"
  from event_exports where id = any ($1::uuid[])`;

export const eventExportsContents: readonly Content[] = [
  contentOf<Row>({
    type: 'event_export',
    find,
    path: () => '/settings/event-export',
    stillHolds: { event_export_failed: ({ isDone }) => !isDone, event_export_mended: ({ isDone }) => isDone },
  }),
];
