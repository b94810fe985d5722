import { attributePrefix } from '@engagex/domain/contacts';

/**
 * Named SQL of who refers to what. All of it runs in a tenant transaction. $1 is what is referred to, each row one that
 * would mean something else without it: its kind, id and name.
 */

/** What can be referred to. A test fails for a column with ids of something that no statement below asks. */
export type Referred = 'group' | 'segment' | 'attribute' | 'topic' | 'template' | 'campaign';

/** What was sent keeps what it was sent with; what is still to be sent needs all its parts. */
const unsent = `k.deleted_at is null and k.status in ('draft', 'scheduled', 'launching')`;
const waitingImport = `i.status in ('rehearsing', 'rehearsed', 'queued', 'running')`;
const unfinished = `status in ('queued', 'running')`;

const campaigns = (condition: string) =>
  `select 'campaign' as kind, k.id, k.name from campaigns k where ${unsent} and (${condition})`;
const segments = (condition: string) =>
  `select 'segment' as kind, s.id, s.name from segments s where s.deleted_at is null and ${condition}`;
const forms = (condition: string) =>
  `select 'form' as kind, f.id, f.name from forms f where f.deleted_at is null and ${condition}`;
const views = (condition: string) =>
  `select 'view' as kind, v.id, v.name from contact_views v where v.deleted_at is null and (${condition})`;
const templates = (condition: string) =>
  `select 'template' as kind, t.id, t.name from templates t where t.deleted_at is null and ${condition}`;
const imports = (condition: string) =>
  `select 'import' as kind, i.id, i.file_name as name from imports i where ${waitingImport} and ${condition}`;
const bulkActions = (condition: string) =>
  `select 'bulk action' as kind, b.id, replace(b.kind, '_', ' ') as name from bulk_actions b where b.${unfinished} and (${condition})`;
const contactExports = (condition: string) =>
  `select 'export' as kind, e.id, e.file_name as name from exports e where e.${unfinished} and (${condition})`;

/** A path into a tree or filter, at which one of the values is the one referred to. */
const holds = (json: string, path: string, value = '$1::text') =>
  `jsonb_path_exists(${json}, '${path} ? (@ == $ref)', jsonb_build_object('ref', ${value}))`;

/** The columns and fields of contacts by which attributes are named. */
const field = `'${attributePrefix}' || $1::text`;
/** In a template: `contact.attributes.tier` and `contact.attributes["tier"]`. Names are letters, digits and underscores. */
const inLiquid = `concat_ws(' ', t.subject, t.preheader, t.body, t.text_body)
  ~ ('attributes\\s*(\\.\\s*|\\[\\s*["''])' || $1::text || '(?![a-zA-Z0-9_])')`;

const sources: Readonly<Record<Referred, readonly string[]>> = {
  group: [
    campaigns('$1::uuid = any (k.group_ids || k.excluded_group_ids)'),
    segments(holds('s.tree', '$.**.groupIds[*]')),
    forms('$1::uuid = any (f.group_ids)'),
    views(`v.filter ->> 'groupId' = $1::text`),
    imports('i.group_id = $1::uuid'),
    bulkActions(`b.group_id = $1::uuid or b.filter ->> 'groupId' = $1::text`),
    contactExports(`e.filter ->> 'groupId' = $1::text`),
  ],
  segment: [
    campaigns('$1::uuid = any (k.segment_ids || k.excluded_segment_ids)'),
    segments(holds('s.tree', '$.**.segmentId')),
    views(`v.filter ->> 'segmentId' = $1::text`),
    bulkActions(`b.filter ->> 'segmentId' = $1::text`),
    contactExports(`e.filter ->> 'segmentId' = $1::text`),
  ],
  attribute: [
    segments(holds('s.tree', '$.** ? (@.kind == "attribute").name')),
    views(
      `${holds('v.filter', '$.conditions[*].field', field)} or v.sort in (${field}, '-' || ${field})
       or ${field} = any (v.columns)`,
    ),
    templates(inLiquid),
    imports(`jsonb_exists(i.mapping, ${field})`),
    bulkActions(`b.attribute = $1::text or ${holds('b.filter', '$.conditions[*].field', field)}`),
    contactExports(holds('e.filter', '$.conditions[*].field', field)),
  ],
  topic: [campaigns('k.topic_id = $1::uuid'), forms('f.topic_id = $1::uuid')],
  template: [campaigns(`k.template_id = $1::uuid or ${holds('k.ab_test', '$.variants[*].templateId')}`)],
  campaign: [campaigns('k.not_opened_id = $1::uuid'), segments(holds('s.tree', '$.**.campaignId'))],
};

/** How many are named. */
export const mostNamed = 20;

export function usesOf(noun: Referred): string {
  return `select kind, id, name, count(*) over ()::int as total from (${sources[noun].join('\n union all ')}) u
    order by kind, lower(name), id limit ${mostNamed}`;
}

/**
 * References of an organization change and things others refer to are deleted one after the other: whoever adds a
 * reference shares the lock, whoever deletes has it alone, and each looks after it has the lock.
 */
const key = `hashtextextended('references ' || current_organization(), 0)`;
export const shareReferences = `select pg_advisory_xact_lock_shared(${key})`;
export const holdReferences = `select pg_advisory_xact_lock(${key})`;

/**
 * $1 groups, $2 segments, $3 campaigns, $4 names of attributes, $5 topics, $6 templates: those that are gone, by what they
 * were called. An attribute that never existed is not gone: no contact ever had it.
 */
export const goneOf = `
  select x.kind, x.id, coalesce(x.name, '') as name from (
    select 'group' as kind, i.id::text, t.name, t.deleted_at, t.id as found from unnest($1::uuid[]) i (id) left join groups t on t.id = i.id
    union all select 'segment', i.id::text, t.name, t.deleted_at, t.id from unnest($2::uuid[]) i (id) left join segments t on t.id = i.id
    union all select 'campaign', i.id::text, t.name, t.deleted_at, t.id from unnest($3::uuid[]) i (id) left join campaigns t on t.id = i.id
    union all select 'attribute', i.name, t.label, t.deleted_at, t.id from unnest($4::text[]) i (name) join attribute_definitions t on t.name = i.name
    union all select 'topic', i.id::text, t.name, t.deleted_at, t.id from unnest($5::uuid[]) i (id) left join topics t on t.id = i.id
    union all select 'template', i.id::text, t.name, t.deleted_at, t.id from unnest($6::uuid[]) i (id) left join templates t on t.id = i.id
  ) x where x.found is null or x.deleted_at is not null order by x.kind, name, x.id`;
