/** Named SQL of the versions of templates. All of it runs in a tenant transaction. */

/** What a template says, as its first version. */
const firstVersion = `
  select t.id, 1, 'published', jsonb_build_object('subject', t.subject, 'preheader', t.preheader, 'document', t.document,
    'format', case when t.kind = 'code' then t.format end, 'body', case when t.kind = 'code' then t.body end,
    'textBody', t.text_body), t.updated_at, t.updated_by_id
  from templates t where t.id = $1 and not exists (select from template_versions v where v.template_id = t.id)`;

/** $1 template: its versions, of which there is always one. */
const versions = `
  (select v.template_id, v.revision, v.reason, v.content, v.created_at, v.created_by_id from template_versions v
   where v.template_id = $1 union all ${firstVersion}) v left join users u on u.id = v.created_by_id`;

const columns = `
  v.revision, v.reason, v.created_at as "createdAt", v.created_by_id as "createdById",
  case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as "createdBy"`;

/** $1 template: the newest version, whatever it is. */
export const newestVersion = `select ${columns}, v.content from ${versions} order by v.revision desc limit 1`;

/** $1 template: what campaigns are made of. */
export const publishedVersion = `
  select ${columns}, v.content from ${versions} where v.reason = 'published' order by v.revision desc limit 1`;

/** $1 template, $2 revision. */
export const versionOf = `select ${columns}, v.content from ${versions} where v.revision = $2`;

/** $1 template, $2 the last revision of the page before or null, $3 limit. Newest first, without superseded drafts. */
export const listVersions = `
  select ${columns} from ${versions}
  where ($2::int is null or v.revision < $2) and (v.reason <> 'autosaved' or v.revision =
    (select max(n.revision) from template_versions n where n.template_id = $1))
  order by v.revision desc limit $3`;

/** $1 template: of two who save, the second waits for the first. */
export const lockTemplate = `
  select t.id, t.name, t.kind from templates t where t.id = $1 and t.deleted_at is null for no key update`;

/** $1 template: writes down its first version before there is a second. */
export const beginVersions = `
  insert into template_versions (template_id, revision, reason, content, created_at, created_by_id) ${firstVersion}`;

/** $1 template, $2 revision, $3 reason, $4 content, $5 when, $6 who. */
export const addVersion = `
  insert into template_versions (template_id, revision, reason, content, created_at, created_by_id)
  values ($1, $2, $3, $4::jsonb, $5, $6)`;

/** $1 template, $2 revision: a draft that is not pruned. */
export const keepVersion = `
  update template_versions set reason = 'kept' where template_id = $1 and revision = $2 and reason = 'autosaved'`;

/** $1 template, $2 revision, $3 when: keeps this draft if those that were not kept go back to before then. */
export const keepIfDue = `
  update template_versions v set reason = 'kept'
  where v.template_id = $1 and v.revision = $2 and v.reason = 'autosaved' and (
    select min(d.created_at) from template_versions d
    where d.template_id = $1 and d.reason = 'autosaved' and d.revision > coalesce((
      select max(k.revision) from template_versions k where k.template_id = $1 and k.reason <> 'autosaved'), 0)) <= $3`;

/** $1 template, $2 the newest revision, $3 when, $4 how many: drafts older than that, and beyond so many. */
export const pruneDrafts = `
  delete from template_versions
  where template_id = $1 and reason = 'autosaved' and revision < $2 and (created_at < $3 or revision < $2 - $4::int)`;
