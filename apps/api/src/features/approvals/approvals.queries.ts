/** Named SQL of approvals. All of it runs in a tenant transaction. */

/** $1 campaign: what the segments of its audience mean, and those they refer to, by id. */
export const segmentsOfCampaign = `
  with recursive used (id) as (
    select unnest(k.segment_ids || k.excluded_segment_ids) from campaigns k where k.id = $1
    union
    select (found #>> '{}')::uuid from used join segments s on s.id = used.id,
      jsonb_path_query(s.tree, '$.**.segmentId') found
  )
  select coalesce(jsonb_object_agg(s.id, s.tree), '{}') as segments from used join segments s on s.id = used.id`;

const approvalColumns = `
  a.id, a.version, a.people, a.on_approval as "onApproval", a.asked_at as "askedAt", a.note, a.decision, a.decided_at as "decidedAt",
    a.decision_note as "decisionNote", a.withdrawn_at as "withdrawnAt",
    json_build_object('id', a.asked_by_id, 'name', asker.name) as "askedBy",
    case when a.decided_by_id is not null then json_build_object('id', a.decided_by_id, 'name', decider.name) end as "decidedBy"`;

const approvalTables = `
  campaign_approvals a join users asker on asker.id = a.asked_by_id left join users decider on decider.id = a.decided_by_id`;

const approval = `select ${approvalColumns} from ${approvalTables} where a.campaign_id = $1`;

const withCampaign = `
  select ${approvalColumns},
    json_build_object('id', k.id, 'name', k.name, 'status', k.status, 'startsAt', k.starts_at) as campaign
  from ${approvalTables} join campaigns k on k.organization_id = a.organization_id and k.id = a.campaign_id
  where k.deleted_at is null and a.withdrawn_at is null`;

/** $1 who: requests that this member may decide about, as `whyNotDecide` says it. */
export const waitingFor = `${withCampaign} and a.decision is null and k.status = 'draft'
    and a.asked_by_id <> $1 and k.updated_by_id is distinct from $1
  order by a.asked_at, a.id limit 20`;

/** $1 who, $2 since when: their latest request for each campaign that is open or was decided since. */
export const askedBy = `${withCampaign} and a.asked_by_id = $1
    and (a.decision is null or a.decided_at >= $2) and (k.status = 'draft' or a.decision = 'approved')
    and not exists (select from campaign_approvals later
      where later.organization_id = a.organization_id and later.campaign_id = a.campaign_id and later.id > a.id)
  order by coalesce(a.decided_at, a.asked_at) desc, a.id desc limit 20`;

/** $1 roles that may decide, $2 who may not: how many members that leaves. */
export const countDeciders = `
  select count(*)::int as count from memberships where role = any ($1::text[]) and user_id <> all ($2::uuid[])`;

/** $1 campaign: the request made last. */
export const latestApproval = `${approval} order by a.id desc limit 1`;

/** $1 campaign: what was approved last, even if that no longer counts. */
export const lastApproved = `${approval} and a.decision = 'approved' order by a.decided_at desc limit 1`;

/** $1 campaign, $2 version, $3 people, $4 who, $5 when, $6 note, $7 what an approval does. */
export const askApproval = `
  insert into campaign_approvals (campaign_id, version, people, asked_by_id, asked_at, note, on_approval)
  values ($1, $2, $3, $4, $5, $6, $7)`;

/** $1 campaign, $2 when: takes back what is asked or approved. */
export const withdrawApproval = `
  update campaign_approvals set withdrawn_at = $2
  where campaign_id = $1 and withdrawn_at is null and decision is distinct from 'declined' returning id`;

/** $1 request, $2 decision, $3 who, $4 when, $5 note, $6 the version that is approved, when it is another than was asked for. */
export const decideApproval = `
  update campaign_approvals set decision = $2, decided_by_id = $3, decided_at = $4, decision_note = $5, version = coalesce($6, version)
  where id = $1`;

/** $1 campaign, $2 version: whether it is approved, to the letter. */
export const isApproved = `
  select exists (select from campaign_approvals
    where campaign_id = $1 and withdrawn_at is null and decision = 'approved' and version = $2::jsonb) as yes`;

export const requiresApproval = `
  select requires_approval as yes from organizations where id = current_organization()`;

/** $1 campaign, $2 since when: the largest audience of any other. */
export const largestAudience = `
  select max(audience) as people from campaigns
  where id <> $1 and launched_at >= $2 and audience is not null and deleted_at is null`;

/** $1 ids of groups, segments, topics and templates: what they are called. */
export const namesOf = `
  select id, name from groups where id = any ($1::uuid[])
  union all select id, name from campaigns where id = any ($1::uuid[])
  union all select id, name from segments where id = any ($1::uuid[])
  union all select id, name from topics where id = any ($1::uuid[])
  union all select id, name from templates where id = any ($1::uuid[])`;
