import { isoInstant } from '../../platform/iso-instant.ts';

/** Named SQL of transports and limits. All of it runs in a tenant transaction. */

const settings = `t.id, t.name, t.kind, t.is_enabled as "isEnabled", t.host, t.port, t.security, t.username,
  t.per_second as "perSecond", t.per_hour as "perHour", t.per_day as "perDay", t.return_path as "returnPath"`;
const state = `t.failures, t.open_until as "openUntil", t.problem, t.broken_at as "brokenAt"`;

const toHandOver = `
  select ${settings}, ${state}, t.credentials_encrypted as "credentials", t.credentials_key_id as "keyId",
    t.updated_at as "updatedAt", m.address as "mailboxAddress", coalesce(m.takes_plus, false) as "takesPlus"
  from transports t left join return_mailbox_of(t.id) m on true`;

/** $1 the hour and $2 the day that are on, as periods of buckets; $3 one transport or null. */
export const listTransports = `
  select ${settings}, ${state}, t.credentials_encrypted is not null as "hasSecret", ${isoInstant('t.updated_at')} as "updatedAt",
    case when t.per_hour is not null then coalesce(h.taken, 0) end as "usedThisHour",
    case when t.per_day is not null then coalesce(d.taken, 0) end as "usedToday"
  from transports t
  left join token_buckets h on h.organization_id = t.organization_id and h.key = 'transport:' || t.id || ':hour' and h.period = $1
  left join token_buckets d on d.organization_id = t.organization_id and d.key = 'transport:' || t.id || ':day' and d.period = $2
  where t.deleted_at is null and ($3::uuid is null or t.id = $3) order by t.position, t.id limit 100`;

/** Everything needed to hand messages over, in the order in which they are tried. */
export const usableTransports = `
  ${toHandOver} where t.deleted_at is null and t.is_enabled and t.broken_at is null order by t.position, t.id`;

/** $1 transport: the same of one, whatever its state. */
export const transportToTest = `
  ${toHandOver} where t.id = $1 and t.deleted_at is null`;

/** Whether a transport of the organization's own is switched on, working or not. */
export const hasOwnTransport = `
  select exists (select from transports where kind <> 'installation' and is_enabled and deleted_at is null) as yes`;

/** One change at a time, or two first transports would both take over. */
export const lockTransports = `select id, kind from transports where deleted_at is null order by id for update`;

/** $1 name, $2 kind, $3 host, $4 port, $5 security, $6 username, $7 sealed secret, $8 key, $9–11 limits, $12 who. */
export const addTransport = `
  insert into transports (name, kind, host, port, security, username, credentials_encrypted, credentials_key_id,
    per_second, per_hour, per_day, position, created_by_id, updated_by_id)
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce(max(position), 0) + 1, $12, $12 from transports
  returning id`;

/** Settings that are changed may have fixed it: it is tried again. $13 is the transport. */
export const changeTransport = `
  update transports set name = $1, kind = $2, host = $3, port = $4, security = $5, username = $6,
    credentials_encrypted = $7, credentials_key_id = $8,
    per_second = $9, per_hour = $10, per_day = $11, updated_by_id = $12, updated_at = now(),
    failures = 0, open_until = null, problem = null, broken_at = null, return_path = null
  where id = $13 and kind = $2 and deleted_at is null returning id`;

/** $1 transport, $2–4 limits, $5 who. */
export const limitTransport = `
  update transports set per_second = $2, per_hour = $3, per_day = $4, updated_by_id = $5, updated_at = now()
  where id = $1 and deleted_at is null returning id`;

/** $1 transport, $2 whether, $3 who. Switching it on tries it again. */
export const setEnabled = `
  update transports set is_enabled = $2, updated_by_id = $3, updated_at = now(),
    failures = case when $2 then 0 else failures end, open_until = case when $2 then null else open_until end,
    problem = case when $2 then null else problem end, broken_at = case when $2 then null else broken_at end
  where id = $1 and deleted_at is null returning id`;

/** $1 transport, $2 who. */
export const preferTransport = `
  update transports set position = (select min(position) - 1 from transports where deleted_at is null),
    updated_by_id = $2, updated_at = now()
  where id = $1 and deleted_at is null returning id`;

/** $1 transport, $2 when, $3 who. Its secret is forgotten at once. */
export const deleteTransport = `
  update transports set deleted_at = $2, credentials_encrypted = null, credentials_key_id = null, updated_by_id = $3,
    updated_at = now()
  where id = $1 and kind <> 'installation' and deleted_at is null returning id`;

/** $1 whether. The installation carries the mail of those who have nothing of their own. */
export const enableInstallation = `
  update transports set is_enabled = $1, broken_at = null, failures = 0, open_until = null, problem = null, updated_at = now()
  where kind = 'installation'`;

/** $1 transport, $2 now: it was fixed, or somebody saw that it works. */
export const transportMended = `
  update transports set failures = 0, open_until = null, problem = null, broken_at = null, recovered_at = $2 where id = $1`;

/** The same when a message went through, if it was not known to work. */
export const transportWorked = `${transportMended} and (failures > 0 or broken_at is not null)`;

/** The same, except for a transport that refuses us. */
export const transportReached = `${transportMended} and failures > 0 and broken_at is null returning id`;

/**
 * $1 transport, $2 failures and $5 when it was chosen, $3 open until, $4 the server's words, $6 as of when its settings were. Many
 * at once count as one, and who chose it before it was reached again, or changed, says nothing new.
 */
export const transportFailed = `
  update transports set failures = failures + 1, open_until = $3, problem = left($4, 500)
  where id = $1 and failures = $2 and coalesce(recovered_at <= $5, true)
    and date_trunc('milliseconds', updated_at) = $6`;

/** $1 transport, $2 when, $3 the server's words, $4 the settings it was chosen with, as of when. */
export const transportRefused = `
  update transports set broken_at = $2, problem = left($3, 500) where id = $1 and broken_at is null
    and date_trunc('milliseconds', updated_at) = $4`;

/** $1 transport, $2 what turned out about our return path, $3 the settings it was chosen with, as of when. */
export const returnPathFound = `
  update transports set return_path = $2 where id = $1 and return_path is distinct from $2
    and date_trunc('milliseconds', updated_at) = $3 returning id`;

/** $1 transport: its bounces go elsewhere from now on. What is under way with the settings of before says nothing about that. */
export const returnPathChanged = `
  update transports set return_path = null, updated_at = now() where id = $1 and deleted_at is null returning kind`;

/** $1 transport, $2 now, $3 until when its probe may take: one worker gets it. */
export const takeProbe = `
  update transports set open_until = $3 where id = $1 and failures > 0 and open_until <= $2 returning id`;

/** $1 transport, $2 failures when it was chosen, $3 now. */
export const probeReturned = `update transports set open_until = $3 where id = $1 and failures = $2`;

/** $1 now: the day that is on in the organization, and when it ends. */
export const todayOf = `
  select to_char($1::timestamptz at time zone time_zone, 'YYYY-MM-DD') as day,
    ((($1::timestamptz at time zone time_zone)::date + 1)::timestamp at time zone time_zone) as until
  from organizations where id = current_organization()`;

export const mailboxProviderLimits = `
  select id, mailbox_provider as "mailboxProvider", per_second as "perSecond", slowness, slowed_at as "slowedAt", problem from mailbox_provider_limits`;

/** $1 mailbox providers, $2 how much each usually gets per second: what was set for each, and when; at the latest with the organization. */
export const mailboxProviderSettings = `
  select l.id, r.mailbox_provider as "mailboxProvider", case when l.id is null then r.usual else l.per_second end as "perSecond",
    coalesce(l.slowness, 1) as slowness, l.slowed_at as "slowedAt", l.problem, coalesce(l.updated_at, o.created_at) as "updatedAt"
  from organizations o cross join unnest($1::text[], $2::int[]) as r (mailbox_provider, usual)
  left join mailbox_provider_limits l on l.organization_id = o.id and l.mailbox_provider = r.mailbox_provider
  where o.id = current_organization()`;

/** $1 mailbox provider, $2 what it usually gets. The first answer that asks for less is no change by somebody. */
export const addMailboxProviderLimit = `
  insert into mailbox_provider_limits (mailbox_provider, per_second, updated_at)
  select $1, $2, o.created_at from organizations o where o.id = current_organization()
  on conflict (organization_id, mailbox_provider) do nothing`;

const domainLimit = `l.id, l.domain, l.per_day as "perDay", to_char(l.warm_up_from, 'YYYY-MM-DD') as "from",
  l.warm_up_first as "first", l.warm_up_target as "target"`;

/** $1 day: all limits of sending domains, with what went out on it. $2 one of them or null. */
export const listDomainLimits = `
  select ${domainLimit}, coalesce(b.taken, 0) as "usedToday", ${isoInstant('l.updated_at')} as "updatedAt" from domain_limits l
  left join token_buckets b on b.organization_id = l.organization_id and b.key = 'domain:' || l.domain and b.period = $1
  where l.deleted_at is null and ($2::uuid is null or l.id = $2) order by l.domain limit 500`;

/** $1 domain. */
export const domainLimitOf = `select ${domainLimit} from domain_limits l where l.domain = $1 and l.deleted_at is null`;

/** $1 keys, $2 periods: what was taken from buckets in these periods. */
export const takenFrom = `
  select t.key, t.taken from token_buckets t join unnest($1::text[], $2::text[]) as b (key, period)
    on b.key = t.key and b.period = t.period`;

/** $1 keys, $2 rates, $3 bursts, $4 periods, $5 wanted, $6 how many to leave in each. */
export const takeTokens = `select granted, scarce from take_tokens($1::text[], $2::float8[], $3::int[], $4::text[], $5, $6::int[])`;

/** $1 since when: whether the organization sends messages, so that campaigns leave a share for them. */
export const sendsMessages = `
  select coalesce((select created_at > $1 from messages order by id desc limit 1), false) as "sends"`;
/** $1 keys, $2 periods, $3 how many. */
export const returnTokens = `select return_tokens($1::text[], $2::text[], $3)`;

/** $1 mailbox provider; of a limit nobody set, when the organization began. */
export const lastChangeOfLimit = `
  select coalesce(l.updated_at, o.created_at) as at, l.updated_by_id as "byId"
  from organizations o left join mailbox_provider_limits l on l.organization_id = o.id and l.mailbox_provider = $1
  where o.id = current_organization()`;
