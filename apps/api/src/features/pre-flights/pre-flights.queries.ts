import { listedPeople } from '@engagex/domain/campaigns';

/** Named SQL of pre-flights. All of it runs in a tenant transaction. */

/** $1 campaign. */
export const latestPreFlight = `
  select p.id, p.state, p.version, p.people::int, p.rendered::int, p.problem, p.created_at as "createdAt", p.finished_at as "finishedAt",
    (select coalesce(json_agg(json_build_object('kind', f.kind, 'detail', f.detail, 'people', f.people)
        order by f.people desc, f.kind, f.detail), '[]')
      from (select * from pre_flight_findings f where f.pre_flight_id = p.id order by f.people desc limit 100) f) as findings
  from pre_flights p where p.campaign_id = $1 order by p.id desc limit 1`;

/** $1 campaign: whatever is under way for it. */
export const cancelPreFlights = `
  update pre_flights set state = 'cancelled', finished_at = now()
  where campaign_id = $1 and state in ('queued', 'running') returning id`;

/** $1 campaign, $2 version, $3 people, $4 user. */
export const addPreFlight = `
  insert into pre_flights (campaign_id, version, people, created_by_id) values ($1, $2, $3, $4) returning id`;

/** $1 campaign: those of before have nothing to say any more. */
export const forgetEarlier = `
  delete from pre_flights where campaign_id = $1 and state not in ('queued', 'running')`;

/** $1 pre-flight: a worker takes it, or takes over from one that was silent. */
export const takePreFlight = `
  update pre_flights set state = 'running', heartbeat_at = now(), attempts = attempts + 1
  where id = $1 and (state = 'queued' or (state = 'running' and heartbeat_at < now() - interval '30 seconds'))
  returning campaign_id as "campaignId", version, attempts, last_contact_id as "lastContactId"`;

/** $1 pre-flight, $2 attempt, $3 people more, $4 the last of them: only while it is this worker's. */
export const advancePreFlight = `
  update pre_flights set rendered = rendered + $3, last_contact_id = coalesce($4, last_contact_id), heartbeat_at = now()
  where id = $1 and attempts = $2 and state = 'running' returning id`;

/** $1 pre-flight; arrays: $2 kinds, $3 details, $4 contacts. */
export const addFindings = `
  with found as (
    select distinct * from unnest($2::text[], $3::text[], $4::uuid[]) as f (kind, detail, contact_id)
  ), counted as (
    insert into pre_flight_findings as f (pre_flight_id, kind, detail, people)
    select $1, kind, detail, count(*) from found group by 2, 3 order by 2, 3
    on conflict (organization_id, pre_flight_id, kind, detail) do update set people = f.people + excluded.people
    returning kind, detail, people
  )
  insert into pre_flight_people (pre_flight_id, kind, detail, contact_id)
  select $1, f.kind, f.detail, f.contact_id from found f
  join counted c on c.kind = f.kind and c.detail = f.detail
  where c.people - (select count(*) from found o where o.kind = f.kind and o.detail = f.detail) < ${listedPeople}
  on conflict do nothing`;

/** $1 pre-flight, $2 addresses: what is wrong with everybody's message. */
export const addDeadLinks = `
  insert into pre_flight_findings (pre_flight_id, kind, detail, people)
  select p.id, 'dead_link', left(link, 500), p.people from pre_flights p, unnest($2::text[]) link where p.id = $1
  on conflict do nothing`;

/** $1 pre-flight: how many kinds of finding there are by now. */
export const findingsSoFar = `select count(*)::int as count from pre_flight_findings where pre_flight_id = $1`;

/** $1 pre-flight, $2 attempt, $3 state, $4 problem. */
export const endPreFlight = `
  update pre_flights set state = $3, problem = $4, finished_at = now() where id = $1 and attempts = $2 and state = 'running'`;

/** $1 pre-flight, $2 problem: one that could not even be tried. */
export const giveUpPreFlight = `
  update pre_flights set state = 'failed', problem = $2, finished_at = now() where id = $1 and state in ('queued', 'running')`;

/** $1 campaign, $2 kind, $3 detail, $4 after this contact or null, $5 limit: people of the latest. */
export const peopleOfFinding = `
  select c.id, coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.email, c.phone, '') as name, c.email
  from pre_flight_people p join contacts c on c.organization_id = p.organization_id and c.id = p.contact_id
  where p.pre_flight_id = (select id from pre_flights where campaign_id = $1 order by id desc limit 1)
    and p.kind = $2 and p.detail = $3 and c.deleted_at is null and ($4::uuid is null or c.id > $4)
  order by c.id limit least($5::int, ${listedPeople})`;
