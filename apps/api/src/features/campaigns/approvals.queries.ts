/** Named SQL of approvals. All of it runs in a tenant transaction. */

/** $1 campaign: the draft as somebody approves it, with what its segments mean; its template is added by the caller. */
export const versionOfCampaign = `
  with recursive used (id) as (
    select unnest(k.segment_ids || k.excluded_segment_ids) from campaigns k where k.id = $1
    union
    select (found #>> '{}')::uuid from used join segments s on s.id = used.id,
      jsonb_path_query(s.tree, '$.**.segmentId') found
  )
  select jsonb_build_object('name', k.name, 'templateId', k.template_id, 'groupIds', k.group_ids,
    'segmentIds', k.segment_ids, 'excludedGroupIds', k.excluded_group_ids,
    'excludedSegmentIds', k.excluded_segment_ids, 'topicId', k.topic_id, 'senderName', k.sender_name,
    'senderEmail', k.sender_email,
    'segments', (select coalesce(jsonb_object_agg(s.id, s.tree), '{}') from used join segments s on s.id = used.id)
  ) || case when k.not_opened_id is null then '{}' else jsonb_build_object('notOpenedId', k.not_opened_id) end as version
  from campaigns k where k.id = $1`;

const approval = `
  select a.id, a.version, a.people, a.asked_at as "askedAt", a.note, a.decision, a.decided_at as "decidedAt",
    a.decision_note as "decisionNote", a.withdrawn_at as "withdrawnAt",
    json_build_object('id', a.asked_by_id, 'name', asker.name) as "askedBy",
    case when a.decided_by_id is not null then json_build_object('id', a.decided_by_id, 'name', decider.name) end as "decidedBy"
  from campaign_approvals a join users asker on asker.id = a.asked_by_id left join users decider on decider.id = a.decided_by_id
  where a.campaign_id = $1`;

/** $1 campaign: the request made last. */
export const latestApproval = `${approval} order by a.id desc limit 1`;

/** $1 campaign: what was approved last, even if that no longer counts. */
export const lastApproved = `${approval} and a.decision = 'approved' order by a.decided_at desc limit 1`;

/** $1 campaign, $2 version, $3 people, $4 who, $5 when, $6 note. */
export const askApproval = `
  insert into campaign_approvals (campaign_id, version, people, asked_by_id, asked_at, note)
  values ($1, $2, $3, $4, $5, $6)`;

/** $1 campaign, $2 when: takes back what is asked or approved. */
export const withdrawApproval = `
  update campaign_approvals set withdrawn_at = $2
  where campaign_id = $1 and withdrawn_at is null and decision is distinct from 'declined' returning id`;

/** $1 request, $2 decision, $3 who, $4 when, $5 note. */
export const decideApproval = `
  update campaign_approvals set decision = $2, decided_by_id = $3, decided_at = $4, decision_note = $5 where id = $1`;

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
