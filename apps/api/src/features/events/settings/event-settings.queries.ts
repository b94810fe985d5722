/** Without a row, the defaults hold; they were last changed when the organization was made. */
export const settings = `
  select s.retention_days as "retentionDays", coalesce(s.currency, 'USD') as currency, s.privacy,
    s.identity_secret is not null as "hasIdentitySecret", coalesce(s.updated_at, o.created_at) as "updatedAt"
  from organizations o left join event_settings s on s.organization_id = o.id where o.id = current_organization()`;

export const lastChangeOfSettings = `
  select coalesce(s.updated_at, o.created_at) as at, s.updated_by_id as "byId"
  from organizations o left join event_settings s on s.organization_id = o.id
  where o.id = current_organization() and $1::text is null`;

/** Of two who save the first settings, the second waits. */
export const lockOrganization = 'select from organizations where id = current_organization() for no key update';

export const saveSettings = `
  insert into event_settings (retention_days, currency, privacy, updated_by_id) values ($1, $2, $3, $4)
  on conflict (organization_id) do update set retention_days = excluded.retention_days, currency = excluded.currency,
    privacy = excluded.privacy, updated_at = now(), updated_by_id = excluded.updated_by_id`;

export const sealedSecret = 'select identity_secret as sealed from event_settings';

/** The one before is accepted for another day. */
export const saveSecret = `
  insert into event_settings (identity_secret, updated_by_id) values ($1, $2)
  on conflict (organization_id) do update set identity_secret = excluded.identity_secret,
    former_secret = event_settings.identity_secret,
    former_until = case when event_settings.identity_secret is not null then now() + interval '24 hours' end,
    updated_at = now(), updated_by_id = excluded.updated_by_id`;
