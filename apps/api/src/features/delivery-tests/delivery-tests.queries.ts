/** Named SQL of delivery tests. All of it runs in a tenant transaction, unless it says otherwise. */

const columns = `dt.id, dt.domain_id as "domainId", d.domain, dt.transport_id as "transportId", t.name as transport, dt.reason, dt.state,
  dt.sender, dt.inbound_host as "inboundHost", dt.provider, dt.records, dt.findings, dt.verdict, dt.known, dt.worsened,
  dt.repeats_at as "repeatsAt", dt.started_at as "startedAt", dt.finished_at as "finishedAt", dt.created_at as "createdAt",
  (select u.name from users u where u.id = dt.created_by_id) as "askedBy"`;
const deliveryTests = `delivery_tests dt
  join domains d on d.organization_id = dt.organization_id and d.id = dt.domain_id
  join transports t on t.organization_id = dt.organization_id and t.id = dt.transport_id`;
/** What a test depends on. One that was made of something else says nothing about what is set up now. */
const setUp = `md5(concat_ws(' ', t.kind, t.host, t.port, t.security, t.username, md5(t.credentials_encrypted), d.domain,
  d.return_path_kind, d.return_path_label, d.return_path_server, d.return_path_spf,
  (select string_agg(k.selector || k.public_key, ' ' order by k.selector, k.public_key) from domain_keys k
    where k.organization_id = d.organization_id and k.domain_id = d.id and k.state = 'signing')))`;
const probe = `p.id, p.test_id as "testId", p.kind, p.state, p.response, p.return_path as "returnPath", p.refusal,
  p.encryption, p.handed_at as "handedAt", p.came_at as "cameAt", p.seen`;

/** $1 domain or null, $2 transport or null. */
export const listDeliveryTests = `
  select ${columns} from ${deliveryTests}
  where d.deleted_at is null and ($1::uuid is null or dt.domain_id = $1) and ($2::uuid is null or dt.transport_id = $2)
  order by dt.id desc limit 50`;

/** $1 delivery test. */
export const oneDeliveryTest = `select ${columns} from ${deliveryTests} where dt.id = $1 and d.deleted_at is null`;

/** $1 domain, $2 transport. One that is under way is about what is set up now. */
export const latestOfPair = `
  select ${columns}, dt.state <> 'done' or coalesce(dt.set_up = ${setUp}, false) as "isCurrent"
  from ${deliveryTests} where dt.domain_id = $1 and dt.transport_id = $2 order by dt.id desc limit 1`;

/** $1 domain, $2 transport, $3 delivery test: the last one before it that ended. */
export const lastBefore = `
  select known, worsened from delivery_tests
  where domain_id = $1 and transport_id = $2 and id < $3 and state = 'done' order by id desc limit 1`;

/** $1 delivery tests. */
export const probesOf = `select ${probe} from delivery_test_probes p where p.test_id = any ($1::uuid[]) order by p.kind`;

/** $1 delivery test: messages that came and were not looked at. */
export const unseenArrivals = `
  select p.id, p.raw from delivery_test_probes p where p.test_id = $1 and p.kind = 'arrival' and p.raw is not null`;

/** $1 domain: locked, so that two who ask at once get one delivery test. */
export const lockDomain = `select id, domain from domains where id = $1 and deleted_at is null for update`;
/** $1 transport. */
export const transportOf = `select id, name from transports where id = $1 and deleted_at is null`;
/** $1 name. */
export const domainByName = `
  select id, domain, state in ('verified', 'degraded') as "isVerified" from domains where domain = $1 and deleted_at is null`;
/** $1 since when. */
export const countSince = `select count(*)::int as count from delivery_tests where created_at > $1`;
/** $1 domain, $2 transport. */
export const underWay = `select id from delivery_tests where domain_id = $1 and transport_id = $2 and state <> 'done'`;

/** $1 domain, $2 transport, $3 why, $4 now, $5 who. */
export const addDeliveryTest = `
  insert into delivery_tests (domain_id, transport_id, reason, next_at, created_by_id) values ($1, $2, $3, $4, $5)
  on conflict (organization_id, domain_id, transport_id) where state <> 'done' do nothing returning id`;
/** $1 domain, $2 transport: the next one follows from the latest alone. */
export const forgetRepeats = `
  update delivery_tests set repeats_at = null where domain_id = $1 and transport_id = $2 and repeats_at is not null`;

/** $1 delivery test, $2 now, $3 until when: one worker has it. Whatever wakes it meanwhile makes it due before that. */
export const takeDeliveryTest = `
  update delivery_tests set working_until = $3, next_at = $3, state = 'running', started_at = coalesce(started_at, $2)
  where id = $1 and state <> 'done' and next_at <= $2 and (working_until is null or working_until <= $2) returning id`;

/** $1 domain: the address that messages of the organization come from there. */
export const senderOf = `
  select coalesce(
    (select o.sender_email from organizations o where o.id = d.organization_id and lower(split_part(o.sender_email, '@', 2)) = d.domain),
    (select k.sender_email from campaigns k where lower(split_part(k.sender_email, '@', 2)) = d.domain and k.deleted_at is null
     order by k.id desc limit 1),
    'postmaster@' || d.domain) as sender
  from domains d where d.id = $1`;

/** $1 delivery test, $2 sender, $3 inbound host, $4 provider, $5 records. */
export const recordSetup = `
  update delivery_tests dt set sender = $2, inbound_host = $3, provider = $4, records = $5, set_up = ${setUp}
  from domains d, transports t
  where dt.id = $1 and d.organization_id = dt.organization_id and d.id = dt.domain_id
    and t.organization_id = dt.organization_id and t.id = dt.transport_id`;

/** $1 campaign, $2 delivery test, $3 who, $4 now. */
export const acceptTest = `
  insert into accepted_delivery_tests (campaign_id, test_id, accepted_by_id, accepted_at) values ($1, $2, $3, $4)
  on conflict (organization_id, campaign_id) do update
    set test_id = excluded.test_id, accepted_by_id = excluded.accepted_by_id, accepted_at = excluded.accepted_at`;
/** $1 campaign, $2 delivery test. */
export const acceptedTest = `select 1 from accepted_delivery_tests where campaign_id = $1 and test_id = $2`;

/** $1 delivery test, $2 kinds. */
export const addProbes = `
  insert into delivery_test_probes (test_id, kind) select $1, unnest($2::text[])
  on conflict (organization_id, test_id, kind) do nothing`;

/** $1 delivery test: what was being handed over when its worker died may have left. */
export const forgetSubmitting = `
  update delivery_test_probes set state = 'unknown' where test_id = $1 and state = 'submitting'`;
/** $1 probe, $2 now. */
export const beginProbe = `
  update delivery_test_probes set state = 'submitting', handed_at = $2 where id = $1 and state = 'waiting' returning id`;
/** $1 probe, $2 state, $3 words, $4 return path, $5 what was said of it, $6 encryption, $7 now. */
export const recordProbe = `
  update delivery_test_probes set state = $2, response = left($3, 500), return_path = $4, refusal = left($5, 500), encryption = $6,
    handed_at = $7 where id = $1 and state = 'submitting'`;

/** $1 probe, $2 when, $3 the mail: the first time counts. */
export const recordArrival = `
  update delivery_test_probes set came_at = $2, raw = $3 where id = $1 and kind = 'arrival' and came_at is null
  returning test_id as id`;
/** $1 probe, $2 when, $3 what the bounce said. */
export const recordBounce = `
  update delivery_test_probes set came_at = $2, seen = $3 where id = $1 and kind = 'bounce' and came_at is null
  returning test_id as id`;
/** $1 probe, $2 what it looked like. */
export const recordSeen = `update delivery_test_probes set seen = $2, raw = null where id = $1`;

/** $1 delivery test, $2 when: unless something is to be done before. */
export const wake = `update delivery_tests set next_at = least(next_at, $2) where id = $1 and state <> 'done'`;
/** $1 delivery test, $2 until when it was this worker's, $3 when to look again: at once when something came meanwhile. */
export const release = `
  update delivery_tests dt set working_until = null, next_at = case when dt.next_at < dt.working_until then dt.next_at else $3 end
  where dt.id = $1 and dt.working_until = $2 returning dt.next_at <= $4 as "isDue"`;

/** $1 delivery test, $2 until when it was this worker's, $3 findings, $4 verdict, $5 known, $6 worsened, $7 now, $8 next one. */
export const finishDeliveryTest = `
  update delivery_tests set state = 'done', findings = $3, verdict = $4, known = $5, worsened = $6, finished_at = $7, repeats_at = $8,
    next_at = null, working_until = null
  where id = $1 and state = 'running' and working_until = $2 returning id`;
/** $1 delivery test, $2 findings, $3 now: it cannot be run. */
export const abandonDeliveryTest = `
  update delivery_tests set state = 'done', findings = $2, verdict = 'unknown', finished_at = $3, next_at = null, working_until = null
  where id = $1 and state <> 'done'`;
/** $1 domain, $2 transport: only the latest are kept. */
export const pruneDeliveryTests = `
  delete from delivery_tests where domain_id = $1 and transport_id = $2 and id < (
    select id from delivery_tests where domain_id = $1 and transport_id = $2 order by id desc offset 49 limit 1)`;

/** $1 delivery test, $2 now: it is still the one after which another is due, and what it is about can still be tested. */
export const dueToRepeat = `
  select dt.domain_id as "domainId", dt.transport_id as "transportId",
    d.deleted_at is null and t.deleted_at is null as exists, d.state in ('verified', 'degraded') and t.is_enabled as "isInUse"
  from ${deliveryTests} where dt.id = $1 and dt.repeats_at <= $2 for update of dt`;
/** $1 delivery test, $2 when or null. */
export const repeatAt = `update delivery_tests set repeats_at = $2 where id = $1`;

/** Of every organization. $1 now. */
export const dueDeliveryTests = 'select organization_id as "organizationId", id from due_delivery_tests($1)';
/** Of every organization. $1 now. */
export const deliveryTestsToRepeat = 'select organization_id as "organizationId", id from delivery_tests_to_repeat($1)';
/** Of every organization. $1 messages. */
export const probesAmong = 'select organization_id as "organizationId", id, kind from probes_among($1::uuid[])';
