/** Named SQL of examinations. All of it runs in a tenant transaction, unless it says otherwise. */

const examination = `e.id, e.domain_id as "domainId", d.domain, e.transport_id as "transportId", t.name as transport, e.reason, e.state,
  e.sender, e.inbound_host as "inboundHost", e.provider, e.records, e.findings, e.verdict, e.known, e.worsened,
  e.repeats_at as "repeatsAt", e.started_at as "startedAt", e.finished_at as "finishedAt", e.created_at as "createdAt",
  (select u.name from users u where u.id = e.created_by_id) as "askedBy"`;
const examinations = `examinations e
  join domains d on d.organization_id = e.organization_id and d.id = e.domain_id
  join transports t on t.organization_id = e.organization_id and t.id = e.transport_id`;
const probe = `p.id, p.examination_id as "examinationId", p.kind, p.state, p.response, p.return_path as "returnPath", p.refusal,
  p.encryption, p.handed_at as "handedAt", p.came_at as "cameAt", p.seen`;

/** $1 domain or null, $2 transport or null. */
export const listExaminations = `
  select ${examination} from ${examinations}
  where d.deleted_at is null and ($1::uuid is null or e.domain_id = $1) and ($2::uuid is null or e.transport_id = $2)
  order by e.id desc limit 50`;

/** $1 examination. */
export const oneExamination = `select ${examination} from ${examinations} where e.id = $1 and d.deleted_at is null`;

/** $1 domain, $2 transport. */
export const latestOfPair = `
  select ${examination} from ${examinations} where e.domain_id = $1 and e.transport_id = $2 order by e.id desc limit 1`;

/** $1 domain, $2 transport, $3 examination: the last one before it that ended. */
export const lastBefore = `
  select known, worsened from examinations
  where domain_id = $1 and transport_id = $2 and id < $3 and state = 'done' order by id desc limit 1`;

/** $1 examinations. */
export const probesOf = `select ${probe} from examination_probes p where p.examination_id = any ($1::uuid[]) order by p.kind`;

/** $1 examination: messages that came and were not looked at. */
export const unseenArrivals = `
  select p.id, p.raw from examination_probes p where p.examination_id = $1 and p.kind = 'arrival' and p.raw is not null`;

/** $1 domain: locked, so that two who ask at once get one examination. */
export const lockDomain = `select id, domain from domains where id = $1 and deleted_at is null for update`;
/** $1 transport. */
export const transportOf = `select id, name from transports where id = $1 and deleted_at is null`;
/** $1 name. */
export const domainByName = `select id, domain from domains where domain = $1 and deleted_at is null`;
/** $1 since when. */
export const countSince = `select count(*)::int as count from examinations where created_at > $1`;
/** $1 domain, $2 transport. */
export const underWay = `select id from examinations where domain_id = $1 and transport_id = $2 and state <> 'done'`;

/** $1 domain, $2 transport, $3 why, $4 now, $5 who. */
export const addExamination = `
  insert into examinations (domain_id, transport_id, reason, next_at, created_by_id) values ($1, $2, $3, $4, $5)
  on conflict (organization_id, domain_id, transport_id) where state <> 'done' do nothing returning id`;
/** $1 domain, $2 transport: the next one follows from the latest alone. */
export const forgetRepeats = `
  update examinations set repeats_at = null where domain_id = $1 and transport_id = $2 and repeats_at is not null`;

/** $1 examination, $2 now, $3 until when: one worker has it. Whatever wakes it meanwhile makes it due before that. */
export const takeExamination = `
  update examinations set working_until = $3, next_at = $3, state = 'running', started_at = coalesce(started_at, $2)
  where id = $1 and state <> 'done' and next_at <= $2 and (working_until is null or working_until <= $2) returning id`;

/** $1 domain: the address that messages of the organization come from there. */
export const senderOf = `
  select coalesce(
    (select o.sender_email from organizations o where o.id = d.organization_id and lower(split_part(o.sender_email, '@', 2)) = d.domain),
    (select k.sender_email from campaigns k where lower(split_part(k.sender_email, '@', 2)) = d.domain and k.deleted_at is null
     order by k.id desc limit 1),
    'postmaster@' || d.domain) as sender
  from domains d where d.id = $1`;

/** $1 examination, $2 sender, $3 inbound host, $4 provider, $5 records. */
export const recordSetup = `
  update examinations set sender = $2, inbound_host = $3, provider = $4, records = $5 where id = $1`;

/** $1 examination, $2 kinds. */
export const addProbes = `
  insert into examination_probes (examination_id, kind) select $1, unnest($2::text[])
  on conflict (organization_id, examination_id, kind) do nothing`;

/** $1 examination: what was being handed over when its worker died may have left. */
export const forgetSubmitting = `
  update examination_probes set state = 'unknown' where examination_id = $1 and state = 'submitting'`;
/** $1 probe, $2 now. */
export const beginProbe = `
  update examination_probes set state = 'submitting', handed_at = $2 where id = $1 and state = 'waiting' returning id`;
/** $1 probe, $2 state, $3 words, $4 return path, $5 what was said of it, $6 encryption, $7 now. */
export const recordProbe = `
  update examination_probes set state = $2, response = left($3, 500), return_path = $4, refusal = left($5, 500), encryption = $6,
    handed_at = $7 where id = $1 and state = 'submitting'`;

/** $1 probe, $2 when, $3 the mail: the first time counts. */
export const recordArrival = `
  update examination_probes set came_at = $2, raw = $3 where id = $1 and kind = 'arrival' and came_at is null
  returning examination_id as id`;
/** $1 probe, $2 when, $3 what the bounce said. */
export const recordBounce = `
  update examination_probes set came_at = $2, seen = $3 where id = $1 and kind = 'bounce' and came_at is null
  returning examination_id as id`;
/** $1 probe, $2 what it looked like. */
export const recordSeen = `update examination_probes set seen = $2, raw = null where id = $1`;

/** $1 examination, $2 when: unless something is to be done before. */
export const wake = `update examinations set next_at = least(next_at, $2) where id = $1 and state <> 'done'`;
/** $1 examination, $2 until when it was this worker's, $3 when to look again: at once when something came meanwhile. */
export const release = `
  update examinations e set working_until = null, next_at = case when e.next_at < e.working_until then e.next_at else $3 end
  where e.id = $1 and e.working_until = $2 returning e.next_at <= $4 as "isDue"`;

/** $1 examination, $2 until when it was this worker's, $3 findings, $4 verdict, $5 known, $6 worsened, $7 now, $8 next one. */
export const finishExamination = `
  update examinations set state = 'done', findings = $3, verdict = $4, known = $5, worsened = $6, finished_at = $7, repeats_at = $8,
    next_at = null, working_until = null
  where id = $1 and state = 'running' and working_until = $2 returning id`;
/** $1 examination, $2 findings, $3 now: it cannot be run. */
export const abandonExamination = `
  update examinations set state = 'done', findings = $2, verdict = 'unknown', finished_at = $3, next_at = null, working_until = null
  where id = $1 and state <> 'done'`;
/** $1 domain, $2 transport: only the latest are kept. */
export const pruneExaminations = `
  delete from examinations where domain_id = $1 and transport_id = $2 and id < (
    select id from examinations where domain_id = $1 and transport_id = $2 order by id desc offset 49 limit 1)`;

/** $1 examination, $2 now: it is still the one after which another is due, and what it is about can still be examined. */
export const dueToRepeat = `
  select e.domain_id as "domainId", e.transport_id as "transportId",
    d.deleted_at is null and t.deleted_at is null as exists, d.state in ('verified', 'degraded') and t.is_enabled as "isInUse"
  from ${examinations} where e.id = $1 and e.repeats_at <= $2 for update of e`;
/** $1 examination, $2 when or null. */
export const repeatAt = `update examinations set repeats_at = $2 where id = $1`;

/** Of every organization. $1 now. */
export const dueExaminations = 'select organization_id as "organizationId", id from due_examinations($1)';
/** Of every organization. $1 now. */
export const examinationsToRepeat = 'select organization_id as "organizationId", id from examinations_to_repeat($1)';
/** Of every organization. $1 messages. */
export const probesAmong = 'select organization_id as "organizationId", id, kind from probes_among($1::uuid[])';
