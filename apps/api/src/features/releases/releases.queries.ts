/** Named SQL of releases. All of it runs in a tenant transaction. */
import { holdsSavedBlock } from '../../platform/tables/references.ts';

/** $1 saved block as text: the templates that have it. */
export const templatesWith = `
  select t.id, t.name from templates t
  where t.kind = 'visual' and t.deleted_at is null and ${holdsSavedBlock('t.document')} order by lower(t.name), t.id`;

/** $1 templates: campaigns that would be sent with one of them, in the order of their times; whoever has none comes last. */
export const campaignsWith = `
  select k.id, k.name, k.status, k.starts_at as "startsAt",
    exists (select from campaign_approvals a where a.campaign_id = k.id and a.decision = 'approved' and a.withdrawn_at is null)
      as "isApproved"
  from campaigns k
  where k.deleted_at is null and k.status in ('draft', 'scheduled')
    and (k.template_id = any ($1::uuid[]) or exists (
      select from jsonb_path_query(k.ab_test, '$.variants[*].templateId') v where (v #>> '{}')::uuid = any ($1::uuid[])))
  order by k.starts_at nulls last, lower(k.name), k.id`;
