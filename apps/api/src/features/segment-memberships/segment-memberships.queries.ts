/** Named SQL of segment memberships. All of it runs in a tenant transaction. */

/** One worker at a time asks the segments of an organization, so that versions and sequences have one order. */
export const takeTurn = `
  select pg_try_advisory_xact_lock(hashtextextended('segment memberships ' || current_organization(), 0)) as "isAlone"`;

/** $1 how many contacts at most; always one touch. */
export const takeTouches = `
  with next as (
    select id, sum(contacts) over (order by id) - contacts as before, contacts
    from (select id, coalesce(cardinality(contact_ids), 0) as contacts from segment_touches order by id limit 500) t),
  taken as (
    delete from segment_touches where id = any (array(select id from next where before = 0 or before + contacts <= $1))
    returning id, source, name, contact_ids as "contactIds", event_ids as "eventIds")
  select * from taken order by id`;

const watch = `w.segment_id as "segmentId", w.definition, w.is_by_day as "isByDay", w.day::text, w.time_zone as "timeZone", w.recheck,
  w.settles_at::text as "settlesAt", w.problem, w.begun_at as "begunAt",
  w.compared_at as "comparedAt", w.checked_at as "checkedAt",
  array(select jsonb_build_object('source', s.source, 'name', s.name) from segment_watch_sources s where s.segment_id = w.segment_id) as sources`;

/** Those that something needs. */
export const activeWatches = `select ${watch} from segment_watches w where cardinality(w.watchers) > 0 order by w.segment_id`;

/** $1 segment, $2 definition, $3 sources, $4 whether it is by day, $5 why everybody has to be asked, $6 now. */
export const redefine = `
  with gone as (delete from segment_watch_sources where segment_id = $1 and (source, name) not in (
    select source, name from jsonb_to_recordset($3::jsonb) as s (source text, name text))),
  added as (
    insert into segment_watch_sources (segment_id, source, name)
    select $1, source, name from jsonb_to_recordset($3::jsonb) as s (source text, name text) on conflict do nothing)
  update segment_watches set definition = $2, is_by_day = $4, recheck = $5, settles_at = null, problem = null, checked_at = $6
  where segment_id = $1`;

/** $1 segment, $2 problem, $3 now. */
export const noteProblem = `update segment_watches set problem = $2, checked_at = $3, definition = null where segment_id = $1`;

/** $1 segments, $2 why. What has to be asked for a stronger reason already keeps it. */
export const recheckLater = `update segment_watches set recheck = $2 where segment_id = any ($1::uuid[]) and recheck is null`;

/** $1 segment: what changes data now may have looked before the sources were noted. */
export const waitForOthers = `
  update segment_watches set settles_at = pg_snapshot_xmax(pg_current_snapshot()) where segment_id = $1`;

/** $1 what was noted: whether all of these have ended. Numbers of another server, from a backup, mean nothing. */
export const haveOthersEnded = `
  select pg_snapshot_xmin(s) >= $1::xid8 or pg_snapshot_xmax(s) < $1::xid8 as "haveEnded" from pg_current_snapshot() s`;

/**
 * Records differences and answers how many. Needs `differences` (contact_id, is_in, reason, event_id, detail); $1 is the segment,
 * $2 the time.
 */
const recordDifferences = `
  changed as (
    insert into segment_memberships as m (segment_id, contact_id, is_member, version, since)
    select $1, contact_id, is_in, 1, $2 from differences order by contact_id
    on conflict (organization_id, segment_id, contact_id) do update
      set is_member = excluded.is_member, version = m.version + 1, since = excluded.since where m.is_member <> excluded.is_member
    returning contact_id, is_member, version),
  counted as (
    select count(*) as changes, count(*) filter (where is_member) - count(*) filter (where not is_member) as growth from changed),
  advanced as (
    update segment_watches w set last_sequence = w.last_sequence + c.changes, members = w.members + c.growth
    from counted c where w.segment_id = $1 and c.changes > 0 returning w.last_sequence - c.changes as before),
  recorded as (
    insert into segment_changes (segment_id, sequence, contact_id, version, kind, reason, event_id, detail, at)
    select $1, a.before + row_number() over (order by c.contact_id), c.contact_id, c.version,
      case when c.is_member then 'entered' else 'left' end, d.reason, d.event_id, d.detail, $2
    from changed c join differences d on d.contact_id = c.contact_id cross join advanced a)`;

/**
 * Asks one segment about some contacts: `isIn` is what it says of a contact c. $1 segment, $2 now, $3 contacts, $4 reasons,
 * $5 events, $6 details. Who does not exist any more is in no segment.
 */
export const recordAbout = (isIn: string) => `
  with touched as (
    select * from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[]) as t (contact_id, reason, event_id, detail)),
  asked as materialized (
    select c.id, c.deleted_at is null and ${isIn} as is_in from contacts c where c.id = any ($3::uuid[]) offset 0),
  differences as materialized (
    select t.*, coalesce(a.is_in, false) as is_in from touched t left join asked a on a.id = t.contact_id
    left join segment_memberships m on m.segment_id = $1 and m.contact_id = t.contact_id
    where coalesce(a.is_in, false) <> coalesce(m.is_member, false)),
  ${recordDifferences}
  select changes::int from counted`;

/** Contacts that the segment $1 will be asked about anyway, for a better reason. */
const awaited = `
  select t.contact_ids from segment_touches t join segment_watch_sources s on s.source = t.source and s.name = t.name
  where s.segment_id = $1`;

/** Everybody whose answer differs from what is recorded. `members` is a `select` of ids. */
const differencesOfAll = (members: string) => `
  awaited as materialized (${awaited}),
  is_in as materialized (${members}),
  was_in as materialized (select m.contact_id from segment_memberships m where m.segment_id = $1 and m.is_member),
  differing as (
    select coalesce(i.id, w.contact_id) as contact_id, i.id is not null as is_in
    from is_in i full join was_in w on w.contact_id = i.id where i.id is null or w.contact_id is null)`;

/**
 * Compares everybody with what is recorded: $1 segment, $2 now, $3 reason. Answers how many differed, and whether there is
 * somebody it could not tell about, because data of too many to list is changing.
 */
export const recordAboutAll = (members: string) => `
  with ${differencesOfAll(members)},
  differences as materialized (
    select d.contact_id, d.is_in, $3::text as reason, null::uuid as event_id, null::text as detail from differing d
    where not exists (select from awaited where contact_ids is null)
      and not exists (select from (select unnest(a.contact_ids) as id from awaited a) t where t.id = d.contact_id)),
  ${recordDifferences}
  select changes::int, exists (select from awaited where contact_ids is null) as "isIncomplete" from counted`;

/** Whom the watch begins with: no changes. $1 segment, $2 now. */
export const beginWith = (members: string) => `
  with added as (
    insert into segment_memberships (segment_id, contact_id, is_member, version, since)
    select $1, m.id, true, 0, $2 from (${members}) m returning 1)
  update segment_watches set members = (select count(*) from added), begun_at = $2 where segment_id = $1`;

/** $1 segment, $2 day, $3 time zone, $4 now, $5 differences that nothing explains. */
export const noteCompared = `
  update segment_watches set day = $2, time_zone = $3, recheck = null, settles_at = null, compared_at = $4, differences = differences + $5
  where segment_id = $1`;

/** $1 segment, $2 watcher: begins, or goes on after a pause. */
export const beginWatch = `
  insert into segment_watches as w (segment_id, watchers, recheck) values ($1, array[$2::text], 'baseline')
  on conflict (organization_id, segment_id) do update set watchers = array_append(array_remove(w.watchers, $2::text), $2::text),
    recheck = case when cardinality(w.watchers) > 0 then w.recheck when w.begun_at is null then 'baseline' else 'resumed' end,
    definition = case when cardinality(w.watchers) > 0 then w.definition end`;

/** $1 segment, $2 watcher: nothing is noted any more when it was the last. */
export const endWatch = `
  with ended as (
    update segment_watches set watchers = array_remove(watchers, $2::text),
      recheck = case when watchers <@ array[$2::text] then null else recheck end,
      definition = case when watchers <@ array[$2::text] then null else definition end
    where segment_id = $1 returning segment_id, watchers)
  delete from segment_watch_sources where segment_id in (select segment_id from ended where cardinality(watchers) = 0)`;

/** $1 segment. */
export const trackingOf = `
  select case when s.id is null then null when w.segment_id is null or (cardinality(w.watchers) = 0 and w.begun_at is null) then 'off'
      when cardinality(w.watchers) = 0 then 'paused' when w.problem is not null then 'broken'
      when w.begun_at is null or w.recheck = 'resumed' then 'starting' else 'on' end as state,
    coalesce(w.watchers, '{}') as watchers, w.problem, case when w.begun_at is not null then w.members end as members,
    w.begun_at as "begunAt", w.compared_at as "comparedAt"
  from segments s left join segment_watches w on w.segment_id = s.id where s.id = $1 and s.deleted_at is null`;

/** $1 segment, $2 kind or null, $3 sequence of the last on the page before or null, $4 limit. */
export const listChanges = `
  select c.sequence, c.contact_id as "contactId", c.version, c.kind, c.reason, c.event_id as "eventId", c.detail, c.at,
    coalesce(p.email, p.phone, p.external_id) as contact
  from segment_changes c left join contacts p on p.id = c.contact_id
  where c.segment_id = $1 and ($2::text is null or c.kind = $2) and ($3::bigint is null or c.sequence < $3)
  order by c.sequence desc limit $4`;

/** $1 segment, $2 days, $3 now. */
export const countsByDay = `
  select d.day::date::text as day, coalesce(sum(c.entered), 0) as entered, coalesce(sum(c.departed), 0) as left
  from organizations o
  cross join generate_series(($3::timestamptz at time zone o.time_zone)::date - ($2::int - 1), ($3::timestamptz at time zone o.time_zone)::date, interval '1 day') d (day)
  left join segment_change_counts c on c.segment_id = $1 and (c.quarter_hour at time zone o.time_zone)::date = d.day::date
    and c.quarter_hour > $3::timestamptz - make_interval(days => $2::int + 1)
  where o.id = current_organization() group by d.day order by d.day`;

/** $1 segment, $2 sequence, $3 limit. */
export const nextChanges = `
  select segment_id as "segmentId", sequence::float8, contact_id as "contactId", version::float8, kind, reason, event_id as "eventId", detail, at
  from segment_changes where segment_id = $1 and sequence > $2 order by sequence limit $3`;
