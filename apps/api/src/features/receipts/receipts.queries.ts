/** Named SQL of receipts. All of it runs in a tenant transaction, with what they are about locked (`subjectsFor`). */

/**
 * Arrays, one element for each report: $1 delivery or null, $2 message or null, $3 campaign or null, $4 kind, $5 class,
 * $6 rule, $7 source, $8 its name for it, $9 address, $10 status, $11 code, $12 words, $13 when. What was heard before is left out;
 * what is new is returned by its place. No other transaction adds receipts of these messages meanwhile.
 */
export const addReceipts = `
  with told as (
    select *, coalesce(delivery_id, message_id) as subject_id from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
      $7::text[], $8::text[], $9::text[], $10::text[], $11::int[], $12::text[], $13::timestamptz[]) with ordinality
      as t (delivery_id, message_id, campaign_id, kind, class, rule, source, source_key, address_key, status, code, words, at, n)
  ), fresh as (
    select distinct on (t.subject_id, t.source, t.source_key) t.* from told t
    where not exists (select from delivery_receipts r where r.subject_id = t.subject_id and r.source = t.source
      and r.source_key = t.source_key)
    order by t.subject_id, t.source, t.source_key, t.n
  ), ranked as (
    select f.*, row_number() over (partition by f.subject_id, f.kind order by f.n) = 1 and not exists (
      select from delivery_receipts r where r.subject_id = f.subject_id and r.kind = f.kind and r.is_first) as is_first
    from fresh f
  ), added as (
    insert into delivery_receipts (delivery_id, message_id, campaign_id, kind, is_first, class, rule, source, source_key,
      address_key, status, code, words, at)
    select delivery_id, message_id, campaign_id, kind, is_first, class, rule, source, source_key, address_key, status, code, words, at
    from ranked order by n
  )
  select (n - 1)::int as place from ranked order by n`;

/**
 * $1 addresses: what suppresses one that has bounced repeatedly, each message once, since somebody last let it through.
 */
export const bouncesOfAddresses = `
  select r.address_key as "addressKey", r.class as heard, min(r.at) as at
  from delivery_receipts r
  left join suppression_releases l on l.organization_id = r.organization_id and l.address_key = r.address_key
  where r.address_key = any ($1::text[]) and r.kind = 'bounced' and r.class in ('full', 'domain')
    and r.heard_at > coalesce(l.at, '-infinity')
  group by r.address_key, r.subject_id, r.class`;
