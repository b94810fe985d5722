/** Named SQL of opens, clicks and unsubscribes. All of it runs in a tenant transaction. */

/** Adds to the people who did something. Arrays: $1 campaigns, $2 kinds, $3 people. */
export const countPeople = `
  insert into engagement_counts as c (campaign_id, kind, people)
  select c, k, sum(n) from unnest($1::uuid[], $2::text[], $3::int[]) as x (c, k, n) group by 1, 2 order by 1, 2
  on conflict (organization_id, campaign_id, kind) do update set people = c.people + excluded.people`;

/** $1 delivery, $2 link position, $3 number of a personal link or null: where it leads; of a personal one, as its message was composed. */
export const targetOfLink = `
  select case when $3::int is null then l.url else (
      select m.targets -> $3::int ->> 'url' from composed_messages m
      where m.delivery_id = d.id and (m.targets -> $3::int ->> 'position')::int = l.position) end as url, marks_links() as "isMarked"
  from deliveries d join campaign_links l on l.organization_id = d.organization_id and l.campaign_id = d.campaign_id
  where d.id = $1 and l.position = $2`;

/** $1 delivery: what its message said, as far as that was kept. */
export const viewedMessage = `
  select d.campaign_id as "campaignId", m.html_values as values, m.html_pieces as pieces, o.time_zone as "timeZone",
    coalesce(d.variant, k.chosen_variant, 0) as variant, c.html, c.subject, p.language,
    array(select t.html from campaign_translations t where t.organization_id = c.organization_id and t.campaign_id = c.campaign_id
      and t.variant = c.variant order by t.language) as translations
  from deliveries d
  join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
  join organizations o on o.id = d.organization_id
  join contacts p on p.organization_id = d.organization_id and p.id = d.contact_id
  left join composed_messages m on m.organization_id = d.organization_id and m.delivery_id = d.id
  left join campaign_contents c on c.organization_id = d.organization_id and c.campaign_id = d.campaign_id
    and c.variant = coalesce(d.variant, k.chosen_variant, 0)
  where d.id = $1`;

/** For how long an unsubscription can be undone where it was made. */
const undoHours = 24;

/**
 * Whether the person `c` left by the delivery `d`, just now, and has done nothing about it since: then, and only then, can
 * its link bring them back. Not where the address would get nothing anyway.
 */
const isUndoable = `(c.subscription = 'unsubscribed' and c.email is not null and (c.deleted_at is null or c.merged_into_id is not null)
    and exists (select from engagements e where e.delivery_id = d.id and e.kind = 'unsubscribe' and e.at = c.unsubscribed_at
      and e.at > now() - interval '${undoHours} hours')
    and not exists (select from suppressions s where s.address_key = c.email_key
      and (s.reason <> 'unsubscribe' or s.created_at < c.unsubscribed_at - interval '1 minute'))) as "isUndoable"`;

/** What a page shows of the organization `o`, its logo as a `data:` URL, and of the person `c`. */
const shown = `c.subscription, c.language, ${isUndoable}, o.name as organization,
    'data:' || o.logo_type || ';base64,' || translate(encode(o.logo, 'base64'), E'\\n', '') as logo, o.colour`;

/** $1 delivery: who it was sent to, in which campaign, for which organization. */
export const messageOf = `
  select d.campaign_id as "campaignId", d.contact_id as "contactId", d.address as email, ${shown}
  from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  join organizations o on o.id = d.organization_id
  where d.id = $1`;

/** $1 delivery: the person it went to, for the preference centre; the day a break ends in the organization's zone. */
export const personOf = `
  select c.id as "contactId", c.email, c.first_name as "firstName", c.last_name as "lastName", ${shown},
    case when c.paused_until > now() then to_char(c.paused_until at time zone o.time_zone, 'YYYY-MM-DD') end as "pausedUntil"
  from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  join organizations o on o.id = d.organization_id
  where d.id = $1 and c.email is not null`;

/** $1 delivery: holds its person until the transaction ends, so that changes come one after the other. */
export const lockPerson = `
  select c.id as "contactId" from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  where d.id = $1 and c.email is not null for no key update of c`;
