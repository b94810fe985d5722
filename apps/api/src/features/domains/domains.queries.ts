/** Named SQL of domains. All of it runs in a tenant transaction. */

const columns = `d.id, d.domain, d.state, d.state_since as "stateSince", d.problem, d.unreachable_since as "unreachableSince",
  d.ownership_token as "ownershipToken", d.is_taken as "isTaken", d.challenger_id as "challengerId",
  d.leaves_at as "leavesAt", d.claim_at as "claimAt", d.return_path_kind as "returnPathKind",
  d.return_path_label as "returnPathLabel", d.return_path_server as "returnPathServer",
  d.return_path_spf as "returnPathSpf", d.rotation_wanted_at as "rotationWantedAt", d.seen, d.checked_at as "checkedAt",
  d.next_check_at as "nextCheckAt", d.check_reason as "checkReason", d.checking_until as "checkingUntil",
  d.link_id as "linkId", d.link_expires_at as "linkExpiresAt", d.link_opened_at as "linkOpenedAt",
  d.created_by_id as "createdById", d.created_at as "createdAt", d.updated_at as "updatedAt",
  (select u.name from users u where u.id = d.created_by_id) as "addedBy"`;

export const listDomains = `select ${columns} from domains d where d.deleted_at is null order by d.domain`;

/** $1 domain. */
export const oneDomain = `select ${columns} from domains d where d.id = $1 and d.deleted_at is null`;
/** $1 domain. */
export const lockDomain = `${oneDomain} for update of d`;

/** Domains of an organization are added one at a time. */
export const lockOrganization = `select id from organizations where id = current_organization() for no key update`;
export const countDomains = `select count(*)::int as count from domains where deleted_at is null`;
/** $1 name. */
export const domainOfName = `select id from domains where domain = $1 and deleted_at is null`;

/** $1 name, $2 token, $3 now, $4 user. */
export const addDomain = `
  insert into domains (domain, ownership_token, state_since, next_check_at, check_reason, created_by_id, updated_by_id)
  values ($1, $2, $3, $3, 'person', $4, $4) returning id`;

/** $1 domain, $2 now, $3 why: the worker checks it now. */
export const wantCheck = `
  update domains set next_check_at = $2, check_reason = $3 where id = $1 and deleted_at is null`;

/** $1 domain, $2 kind, $3 server, $4 SPF terms, $5 user, $6 now. */
export const changeReturnPath = `
  update domains set return_path_kind = $2, return_path_server = $3, return_path_spf = $4, next_check_at = $6,
    check_reason = 'person', updated_by_id = $5, updated_at = clock_timestamp() where id = $1`;

/** $1 domain, $2 now, $3 user. */
export const wantRotation = `
  update domains set rotation_wanted_at = $2, next_check_at = $2, check_reason = 'person', updated_by_id = $3,
    updated_at = clock_timestamp() where id = $1`;

/** $1 domain, $2 link or null, $3 until when, $4 user. */
export const changeLink = `
  update domains set link_id = $2, link_expires_at = $3, link_opened_at = null, updated_by_id = $4,
    updated_at = clock_timestamp() where id = $1`;

/** $1 link, $2 now. */
export const domainOfLink = `
  select ${columns} from domains d where d.link_id = $1 and d.link_expires_at > $2 and d.deleted_at is null`;

/** $1 domain, $2 now, $3 since when a check is recent: somebody looks at its page. */
export const openLink = `
  update domains d set link_opened_at = coalesce(d.link_opened_at, $2),
    next_check_at = case when known.is_recent then d.next_check_at else $2 end,
    check_reason = case when known.is_recent then d.check_reason else 'link' end
  from (select coalesce(max(c.at) > $3, false) as is_recent from domain_checks c where c.domain_id = $1) known
  where d.id = $1 returning not known.is_recent as "isWanted"`;

/** $1 domain, $2 user. */
export const deleteDomain = `
  update domains set deleted_at = clock_timestamp(), next_check_at = null, checking_until = null, link_id = null,
    link_expires_at = null, updated_by_id = $2, updated_at = clock_timestamp() where id = $1`;
/** $1 domain: nothing is signed with its keys any more. */
export const forgetKeys = `
  update domain_keys set state = 'removable', private_key_encrypted = null, private_key_key_id = null where domain_id = $1`;

const keyColumns = `k.id, k.selector, k.state, k.public_key as "publicKey", k.times_seen as "timesSeen",
  k.signs_since as "signsSince", k.retired_at as "retiredAt", k.created_at as "createdAt"`;

/** $1 domain: newest first. */
export const keysOfDomain = `
  select ${keyColumns} from domain_keys k where k.domain_id = $1 order by k.selector, k.id desc`;

/** Of every domain of the organization. */
export const keysOfAll = `select k.domain_id as "domainId", ${keyColumns} from domain_keys k order by k.selector, k.id desc`;

/** $1 domain, $2 selector, $3 public key, $4 private key sealed, $5 with which key: unless it has one already. */
export const addKey = `
  insert into domain_keys (domain_id, selector, public_key, private_key_encrypted, private_key_key_id)
  values ($1, $2, $3, $4, $5)
  on conflict (organization_id, domain_id, selector) where state <> 'removable' do nothing`;

/** $1 key, $2 state, $3 times seen, $4 signs since, $5 retired at. */
export const changeKey = `
  update domain_keys set state = $2, times_seen = $3, signs_since = $4, retired_at = $5,
    private_key_encrypted = case when $2 = 'removable' then null else private_key_encrypted end,
    private_key_key_id = case when $2 = 'removable' then null else private_key_key_id end
  where id = $1`;

/** $1 name: its state and the key that signs. */
export const standingOfName = `
  select d.id, d.state, d.seen, d.return_path_kind as "returnPathKind", d.return_path_label as "returnPathLabel",
    k.public_key as "publicKey", k.selector, k.private_key_encrypted as "privateKey", k.private_key_key_id as "boxKeyId"
  from domains d left join domain_keys k
    on k.organization_id = d.organization_id and k.domain_id = d.id and k.state = 'signing'
  where d.domain = $1 and d.deleted_at is null`;

/** $1 domain, $2 now, $3 until when: one worker checks it. */
export const takeCheck = `
  update domains set checking_until = $3
  where id = $1 and deleted_at is null and next_check_at <= $2 and (checking_until is null or checking_until <= $2)
  returning check_reason as reason`;

/** $1 domain, $2 until when it was taken: it is still this worker's. */
export const lockTaken = `${oneDomain} and d.checking_until = $2 for update of d`;

/**
 * $1 domain, $2 state, $3 since, $4 problem, $5 what was seen, $6 checked at, $7 unreachable since, $8 next check,
 * $9 claim, $10 whether a rotation is still wanted, $11 when it was taken: what was asked for since is done next.
 */
export const recordCheck = `
  update domains set state = $2, state_since = $3, problem = $4, seen = $5, checked_at = $6, unreachable_since = $7,
    next_check_at = case when next_check_at > $11 then next_check_at else $8 end,
    check_reason = case when next_check_at > $11 then check_reason else 'schedule' end, claim_at = $9, is_taken = is_taken and $2 not in ('verified', 'degraded'),
    rotation_wanted_at = case when $10 then rotation_wanted_at end, checking_until = null
  where id = $1`;

/** $1 domain, $2 at, $3 why, $4 verdict, $5 state, $6 summary, $7 milliseconds, $8 questions. */
export const addCheck = `
  insert into domain_checks (domain_id, at, reason, verdict, state, summary, milliseconds, queries)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;
/** $1 domain: only the latest are kept. */
export const pruneChecks = `
  delete from domain_checks where domain_id = $1 and id < (
    select id from domain_checks where domain_id = $1 order by id desc offset 49 limit 1)`;
/** $1 domain. */
export const checksOfDomain = `
  select id, at, reason, verdict, state, summary, milliseconds, queries from domain_checks
  where domain_id = $1 order by id desc limit 50`;

/** $1 name. */
export const ownerOfDomain = `select organization_id as "organizationId", id from owner_of_domain($1)`;

/** $1 domain, $2 challenger, $3 when it leaves: unless another challenger came before. */
export const challenge = `
  update domains set challenger_id = $2, leaves_at = $3
  where id = $1 and state in ('verified', 'degraded') and deleted_at is null and leaves_at is null returning id`;
/** $1 domain, $2 challenger. */
export const withdrawChallenge = `
  update domains set challenger_id = null, leaves_at = null where id = $1 and challenger_id = $2`;
/** $1 domain, $2 challenger, $3 now, $4 why, $5 new token: it is another organization's from now on. */
export const handOver = `
  update domains set state = 'failed', state_since = $3, problem = $4, ownership_token = $5, is_taken = true,
    challenger_id = null, leaves_at = null, next_check_at = null
  where id = $1 and challenger_id = $2 and leaves_at <= $3 and state in ('verified', 'degraded') returning id`;
/** $1 domain, $2 label. */
export const changeLabel = `update domains set return_path_label = $2 where id = $1`;
