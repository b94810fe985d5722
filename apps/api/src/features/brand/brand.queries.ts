/** Named SQL of brand kits. All of it runs in a tenant transaction. */

/** The kit, null while nobody has chosen one, and what one is made of until then. */
export const brandOf = `
  select b.kit, o.colour as color, coalesce(b.updated_at, o.created_at) as "updatedAt",
    (select count(*)::int from templates t where t.organization_id = o.id and t.kind = 'visual' and t.deleted_at is null) as templates
  from organizations o left join brand_kits b on b.organization_id = o.id
  where o.id = current_organization()`;

/** Visual templates with the scheduled campaign that sends each next, as its own content or as a variant's. */
export const affectedTemplates = `
  select t.id, t.name, next.id as "campaignId", next.name as "campaignName", next.starts_at as "startsAt"
  from templates t
  left join lateral (
    select c.id, c.name, c.starts_at from campaigns c
    where c.organization_id = t.organization_id and c.status = 'scheduled' and c.deleted_at is null
      and (c.template_id = t.id
        or jsonb_path_exists(c.ab_test, '$.variants[*].templateId ? (@ == $id)', jsonb_build_object('id', t.id)))
    order by c.starts_at nulls last, c.id limit 1
  ) next on true
  where t.kind = 'visual' and t.deleted_at is null
  order by next.starts_at nulls last, next.id nulls last, t.updated_at desc, t.id limit 200`;

/** Campaigns with a visual template that are approved and not launched. */
export const approvalsAtStake = `
  select count(*)::int as approvals from campaigns k
  where k.deleted_at is null and k.status in ('draft', 'scheduled')
    and exists (select from campaign_approvals a where a.campaign_id = k.id and a.decision = 'approved' and a.withdrawn_at is null)
    and exists (select from templates t where t.kind = 'visual' and t.deleted_at is null
      and (t.id = k.template_id
        or jsonb_path_exists(k.ab_test, '$.variants[*].templateId ? (@ == $id)', jsonb_build_object('id', t.id))))`;

/** $1 kit, $2 who. */
export const saveBrand = `
  insert into brand_kits (kit, updated_by_id) values ($1::jsonb, $2)
  on conflict (organization_id) do update set kit = excluded.kit, updated_by_id = excluded.updated_by_id, updated_at = now()`;

export const lockOrganization = 'select from organizations where id = current_organization() for no key update';

/** Of a kit nobody chose, when the organization began. $1 organization, or null for the transaction's own. */
export const lastChangeOfBrand = `
  select coalesce(b.updated_at, o.created_at) as at, b.updated_by_id as "byId"
  from organizations o left join brand_kits b on b.organization_id = o.id
  where o.id = coalesce($1, current_organization())`;
