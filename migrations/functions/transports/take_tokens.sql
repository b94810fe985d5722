-- Takes up to `wanted` tokens from all of these buckets at once, the same number from each, and says which was the
-- scarcest when that was fewer than wanted. Leaves `kept` tokens in each bucket: what bulk mail keeps for messages. Rows
-- are locked in key order and time is read after that: two workers can neither deadlock nor take the same token.
create or replace function take_tokens(keys text[], rates double precision[], bursts int[], periods text[], wanted int, kept int[])
  returns table (granted int, scarce text) language plpgsql as $$
declare moment timestamptz;
begin
  insert into token_buckets (key, tokens, filled_at, period)
  select b.key, b.burst, clock_timestamp(), b.period
  from unnest(keys, bursts, periods) as b (key, burst, period) order by b.key
  on conflict do nothing;
  perform from token_buckets t where t.key = any (keys) order by t.key for update;
  moment := clock_timestamp();
  return query
    with asked as (
      select * from unnest(keys, rates, bursts, periods, kept) as b (key, rate, burst, period, kept)
    ), filled as (
      select t.key, w.rate, w.period, w.kept,
        case when t.period = w.period then t.taken else 0 end as used,
        case when w.rate > 0
          then least(w.burst, t.tokens + w.rate * greatest(0, extract(epoch from moment - t.filled_at)::double precision))
          else w.burst - case when t.period = w.period then t.taken else 0 end end as available
      from token_buckets t join asked w on w.key = t.key
    ), share as (
      select greatest(0, least(wanted, min(floor(f.available - f.kept + 1e-9))))::int as n,
        (array_agg(f.key order by f.available - f.kept, f.key))[1] as least_key
      from filled f
    ), taking as (
      update token_buckets t set tokens = f.available - s.n, filled_at = moment, period = f.period, taken = f.used + s.n
      from filled f, share s where t.key = f.key
    )
    select s.n, case when s.n < wanted then s.least_key end from share s;
end $$;
grant execute on function take_tokens to engagex_app;
