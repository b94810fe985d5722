/** Named SQL of link hosts. All of it runs in a tenant transaction, unless it says otherwise. */

/** Whether the organization still has the sending domain of the host `h`. */
const isDomainOwned = `exists (select from domains d where d.domain = h.domain and d.deleted_at is null
    and d.state in ('verified', 'degraded'))`;

const columns = `h.id, h.domain, h.host, h.state, h.state_since as "stateSince", h.problem, h.detail, h.misses,
  h.checked_at as "checkedAt", h.wanted_at as "wantedAt", h.used_at as "usedAt", h.retired_at as "retiredAt",
  h.order_failures as "orderFailures", h.order_problem as "orderProblem", h.next_order_at as "nextOrderAt",
  h.created_at as "createdAt", ${isDomainOwned} as "isDomainOwned", c.issuer, c.issued_at as "issuedAt", c.expires_at as "expiresAt"`;
const hosts = `link_hosts h left join link_certificates c on c.organization_id = h.organization_id and c.link_host_id = h.id`;

export const listHosts = `select ${columns} from ${hosts} order by h.retired_at is not null, h.domain, h.id limit 200`;

/** $1 host's id. */
export const hostOf = `select ${columns} from ${hosts} where h.id = $1`;

/** $1 sending domain. */
export const hostOfDomain = `select ${columns} from ${hosts} where h.domain = $1 and h.retired_at is null`;

/** $1 domain, $2 host, $3 now, $4 who. One that was retired is taken up again; nothing when the domain has another. */
export const addHost = `
  insert into link_hosts (domain, host, next_check_at, created_by_id, updated_by_id) values ($1, $2, $3, $4, $4)
  on conflict (organization_id, host) do update
    set retired_at = null, domain = excluded.domain, next_check_at = excluded.next_check_at, updated_by_id = $4, updated_at = now()
  returning id`;

/** $1 domain, $2 host. */
export const otherHostOfDomain = `select from link_hosts where domain = $1 and host <> $2 and retired_at is null`;

export const countHosts = 'select count(*)::int as count from link_hosts where retired_at is null';

/** $1 id, $2 now. */
export const retireHost = `
  update link_hosts set retired_at = coalesce(retired_at, $2), updated_at = now() where id = $1 returning used_at as "usedAt"`;

/** $1 id. Its links are in no mailbox: nothing was sent with it, or nothing that was sent is left. */
export const removeUnusedHost = `
  delete from link_hosts where id = $1 and retired_at is not null
    and (used_at is null or not exists (select from deliveries))`;

/** $1 id, $2 state, $3 since, $4 problem, $5 detail, $6 misses, $7 now, $8 next check. */
export const recordCheck = `
  update link_hosts set state = $2, state_since = $3, problem = $4, detail = $5, misses = $6, checked_at = $7, next_check_at = $8
  where id = $1`;

/** $1 id, $2 now. Mail is being made with it. */
export const noteUse = `
  update link_hosts set wanted_at = $2, used_at = coalesce(used_at, $2) where id = $1`;

/** $1 id, $2 now. Mail would be made with it if it worked. */
export const noteWish = 'update link_hosts set wanted_at = $2 where id = $1';

/** $1 id, $2 now, $3 until. Nothing when it is not due, or another process is at it. */
export const beginOrder = `
  update link_hosts set ordering_until = $3 where id = $1
    and coalesce(ordering_until, '-infinity') <= $2 and coalesce(next_order_at, '-infinity') <= $2 returning id`;

/** $1 id, $2 failures, $3 problem or null, $4 next order or null. */
export const endOrder = `
  update link_hosts set ordering_until = null, order_failures = $2, order_problem = $3, next_order_at = $4 where id = $1`;

/** $1 id, $2 certificate, $3 sealed key, $4 issuer, $5 issued, $6 expires. */
export const saveCertificate = `
  insert into link_certificates (link_host_id, certificate, private_key, issuer, issued_at, expires_at)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (organization_id, link_host_id) do update set certificate = excluded.certificate,
    private_key = excluded.private_key, issuer = excluded.issuer, issued_at = excluded.issued_at,
    expires_at = excluded.expires_at`;

/** $1 host's id, $2 token, $3 answer. */
export const addChallenge = `
  insert into link_challenges (link_host_id, token, answer) values ($1, $2, $3)
  on conflict (organization_id, token) do update set answer = excluded.answer`;

/** $1 host's id. */
export const removeChallenges = 'delete from link_challenges where link_host_id = $1';

/** Of the installation. $1 directory. */
export const accountAt = `select private_key as "privateKey", paused_until as "pausedUntil" from acme_accounts where directory_url = $1`;
/** Of the installation. $1 directory, $2 sealed key. The first of two processes wins. */
export const addAccount =
  'insert into acme_accounts (directory_url, private_key) values ($1, $2) on conflict do nothing';
/** Of the installation. $1 directory, $2 until. */
export const pauseAccount = 'update acme_accounts set paused_until = $2 where directory_url = $1';

/** Of every organization. $1 now. */
export const hostsDue = `select organization_id as "organizationId", id from link_hosts_due($1)`;
/** Of every organization. $1 host. */
export const isLinkHost = 'select is_link_host($1) as "isKnown"';
/** Of every organization. $1 host. */
export const certificateOf = `
  select link_host_id as "linkHostId", certificate, private_key as "privateKey", expires_at as "expiresAt"
  from link_certificate_of($1)`;
/** Of every organization. $1 token. */
export const challengeAnswer = 'select link_challenge_answer($1) as answer';
