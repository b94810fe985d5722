/** Named SQL of Google Postmaster Tools. All of it runs in a tenant transaction. */

export const accountView = `
  select kind, name, problem, failing_since as "failingSince", fetched_at as "fetchedAt", next_fetch_at as "nextFetchAt"
  from postmaster_accounts`;

export const domainViews = `
  select domain, access, compliance, spam_rates as "spamRates", fetched_at as "fetchedAt" from postmaster_domains order by domain`;

/** The one there is. */
export const storedAccount = `
  select id, credentials_encrypted as sealed, credentials_key_id as "keyId", told_at as "toldAt" from postmaster_accounts`;

/** $1 kind, $2 name, $3 sealed credentials, $4 their key, $5 who, $6 now, $7 next fetch. */
export const saveAccount = `
  insert into postmaster_accounts as a (kind, name, credentials_encrypted, credentials_key_id, created_by_id, updated_by_id, fetched_at, next_fetch_at)
  values ($1, $2, $3, $4, $5, $5, $6, $7)
  on conflict (organization_id) do update set kind = excluded.kind, name = excluded.name,
    credentials_encrypted = excluded.credentials_encrypted, credentials_key_id = excluded.credentials_key_id, problem = null,
    failing_since = null, told_at = null, fetched_at = excluded.fetched_at, next_fetch_at = excluded.next_fetch_at, updated_by_id = excluded.updated_by_id,
    updated_at = now()
  returning id`;

/** $1 account, $2 its sealed credentials, $3 now, $4 next fetch. Nothing when other credentials were saved meanwhile. */
export const noteFetched = `
  update postmaster_accounts set problem = null, failing_since = null, told_at = null, fetched_at = $3, next_fetch_at = $4
  where id = $1 and credentials_encrypted = $2`;

/** $1 account, $2 its sealed credentials, $3 problem, $4 now, $5 next fetch, $6 when members are told of it, or null. */
export const noteFailed = `
  update postmaster_accounts set problem = $3, failing_since = coalesce(failing_since, $4), next_fetch_at = $5,
    told_at = coalesce(told_at, $6)
  where id = $1 and credentials_encrypted = $2`;

/** $1 account, $2 now, $3 until: another process that comes meanwhile finds it not due. */
export const beginFetch = `
  update postmaster_accounts set next_fetch_at = $3 where id = $1 and next_fetch_at <= $2 returning id`;

export const deleteAccount = 'delete from postmaster_accounts returning id, name';
export const deleteReadings = 'delete from postmaster_domains';

/** $1 readings as JSON, $2 now. Domains that are not the organization's any more go. */
export const saveReadings = `
  with read as (
    select * from json_to_recordset($1::json) as r (domain text, access text, compliance jsonb, "spamRates" jsonb)
  ), gone as (
    delete from postmaster_domains d where not exists (select from read r where r.domain = d.domain)
  )
  insert into postmaster_domains (domain, access, compliance, spam_rates, fetched_at)
  select domain, access, compliance, "spamRates", $2 from read
  on conflict (organization_id, domain) do update set access = excluded.access, compliance = excluded.compliance,
    spam_rates = excluded.spam_rates, fetched_at = excluded.fetched_at`;

export const verifiedDomains = `
  select domain from domains where deleted_at is null and state in ('verified', 'degraded') order by domain limit 200`;
