/** Without a row, exports are off; that was last changed when the organization was made. */
export const settings = `
  select coalesce(s.is_on, false) as "isOn", coalesce(s.includes_events, false) as "includesEvents",
    coalesce(s.destination, '{"kind": "none"}') as destination, s.secret_access_key is not null as "hasSecretAccessKey",
    s.signing_secret is not null as "hasSigningSecret", s.next_due_at as "nextDueAt",
    coalesce(s.updated_at, o.created_at) as "updatedAt"
  from organizations o left join event_export_settings s on s.organization_id = o.id where o.id = current_organization()`;

export const lastChangeOfSettings = `
  select coalesce(s.updated_at, o.created_at) as at, s.updated_by_id as "byId"
  from organizations o left join event_export_settings s on s.organization_id = o.id
  where o.id = current_organization() and $1::text is null`;

/** Of two who save the first settings, the second waits. */
export const lockOrganization = 'select from organizations where id = current_organization() for no key update';

/** $1 on, $2 with events, $3 destination, $4 sealed secret of the bucket, or null to keep it, $5 signing secret for when there is none, $6 next due, $7 who. */
export const saveSettings = `
  insert into event_export_settings as s
    (is_on, includes_events, destination, secret_access_key, signing_secret, next_due_at, updated_by_id)
  values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (organization_id) do update set is_on = excluded.is_on, includes_events = excluded.includes_events,
    destination = excluded.destination,
    secret_access_key = case when excluded.destination ->> 'kind' = 's3' then coalesce(excluded.secret_access_key, s.secret_access_key) end,
    signing_secret = coalesce(s.signing_secret, excluded.signing_secret),
    next_due_at = case when excluded.is_on then coalesce(s.next_due_at, excluded.next_due_at) end,
    updated_at = now(), updated_by_id = excluded.updated_by_id`;

export const sealedSecrets = `
  select destination, includes_events as "includesEvents", secret_access_key as "secretAccessKey", signing_secret as "signingSecret"
  from event_export_settings`;

/** $1 sealed secret, $2 who. */
export const replaceSigningSecret = `
  insert into event_export_settings (is_on, destination, signing_secret, updated_by_id)
  values (false, '{"kind": "none"}', $1, $2)
  on conflict (organization_id) do update set signing_secret = excluded.signing_secret, updated_at = now(),
    updated_by_id = excluded.updated_by_id`;
