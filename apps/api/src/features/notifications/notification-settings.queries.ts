/** Named SQL of what members and organizations chose. All of it runs in a tenant transaction. */

const choicesOf = (from: string) => `(
  select coalesce(json_agg(json_build_object('category', category, 'channel', channel, 'isOn', is_on)), '[]') from ${from})`;

/** $1 user: what they chose, what the organization did, and when their digest leaves. */
export const settingsOfMember = `
  select ${choicesOf('notification_choices where user_id = $1')} as own, ${choicesOf('notification_defaults')} as defaults,
    coalesce(i.digest, 'immediate') as digest, coalesce(i.digest_hour, 9) as "digestHour",
    coalesce(u.time_zone, o.time_zone, 'UTC') as "timeZone"
  from users u join organizations o on o.id = current_organization() left join inboxes i on i.user_id = u.id where u.id = $1`;

/** $1 user, $2 choices: those that are null are left to the default. */
export const forgetChoices = `
  delete from notification_choices n using jsonb_to_recordset($2::jsonb) as c (category text, channel text, "isOn" boolean)
  where n.user_id = $1 and n.category = c.category and n.channel = c.channel and c."isOn" is null`;
export const storeChoices = `
  insert into notification_choices (user_id, category, channel, is_on)
  select $1, category, channel, "isOn" from jsonb_to_recordset($2::jsonb) as c (category text, channel text, "isOn" boolean)
  where "isOn" is not null order by category, channel
  on conflict (organization_id, user_id, category, channel) do update set is_on = excluded.is_on`;

/** $1 user, $2 digest or null, $3 hour or null: what is null stays. */
export const storeDigest = `
  insert into inboxes as i (user_id, digest, digest_hour) values ($1, coalesce($2, 'immediate'), coalesce($3, 9))
  on conflict (organization_id, user_id) do update
    set digest = coalesce($2, i.digest), digest_hour = coalesce($3, i.digest_hour), version = i.version + 1`;

/** $1 choices. */
export const forgetDefaults = `
  delete from notification_defaults n using jsonb_to_recordset($1::jsonb) as c (category text, channel text, "isOn" boolean)
  where n.category = c.category and n.channel = c.channel and c."isOn" is null`;
export const storeDefaults = `
  insert into notification_defaults (category, channel, is_on)
  select category, channel, "isOn" from jsonb_to_recordset($1::jsonb) as c (category text, channel text, "isOn" boolean)
  where "isOn" is not null order by category, channel
  on conflict (organization_id, category, channel) do update set is_on = excluded.is_on`;

export const defaultsOfOrganization = `select ${choicesOf('notification_defaults')} as defaults`;
