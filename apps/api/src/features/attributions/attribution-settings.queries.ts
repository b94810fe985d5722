/** Named SQL of the attribution settings. All of it runs in a tenant transaction. */

export const settings = `
  select coalesce(s.basis, 'click') as basis, coalesce(s.click_days, 5) as "clickDays", coalesce(s.open_days, 1) as "openDays",
    coalesce(s.event_name, 'purchase') as "eventName", coalesce(s.marks_links, false) as "marksLinks",
    coalesce(s.updated_at, o.created_at) as "updatedAt"
  from organizations o left join attribution_settings s on s.organization_id = o.id where o.id = current_organization()`;

/** Of two who save the first settings, the second waits. */
export const lockOrganization = 'select from organizations where id = current_organization() for no key update';

/** $1 basis, $2 and $3 days from a click and an open, $4 event, $5 whether links are marked, $6 who. */
export const saveSettings = `
  insert into attribution_settings (basis, click_days, open_days, event_name, marks_links, updated_by_id)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (organization_id) do update set basis = excluded.basis, click_days = excluded.click_days,
    open_days = excluded.open_days, event_name = excluded.event_name, marks_links = excluded.marks_links,
    updated_by_id = excluded.updated_by_id, updated_at = now()`;

/** Of settings nobody changed, when the organization began. $1 is null: an organization has them once. */
export const lastChangeOfSettings = `
  select coalesce(s.updated_at, o.created_at) as at, s.updated_by_id as "byId"
  from organizations o left join attribution_settings s on s.organization_id = o.id
  where o.id = coalesce($1, current_organization())`;
