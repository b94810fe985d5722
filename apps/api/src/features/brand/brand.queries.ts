/** Named SQL of brand kits. All of it runs in a tenant transaction. */

/** The kit, null while nobody has chosen one, and what one is made of until then. */
export const brandOf = `
  select b.kit, o.colour as color, coalesce(b.updated_at, o.created_at) as "updatedAt",
    (select count(*)::int from templates t where t.organization_id = o.id and t.kind = 'visual' and t.deleted_at is null) as templates
  from organizations o left join brand_kits b on b.organization_id = o.id
  where o.id = current_organization()`;

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
