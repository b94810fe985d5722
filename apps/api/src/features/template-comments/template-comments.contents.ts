import { type Content, contentOf, type ContentRow } from '../../platform/contents.ts';

interface Row extends ContentRow {
  readonly templateId: string;
}

/** $1 comments: of those that can still be read, the template they are about. */
const find = `
  select c.id, t.name as title, t.id as "templateId"
  from template_comments c join templates t on t.organization_id = c.organization_id and t.id = c.template_id
  where c.id = any ($1::uuid[]) and c.deleted_at is null and t.deleted_at is null and not exists (
    select from template_comments f where f.organization_id = c.organization_id and f.id = c.thread_id and f.deleted_at is not null)`;

export const templateCommentsContents: readonly Content[] = [
  contentOf<Row>({ type: 'comment', find, path: ({ id, templateId }) => `/templates/${templateId}#comment-${id}` }),
];
