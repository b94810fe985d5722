-- Puts back what was taken in these periods and not used.
create or replace function return_tokens(keys text[], periods text[], unused int) returns void language sql as $$
  with bucket as (
    select t.key from token_buckets t join unnest(keys, periods) as b (key, period) on b.key = t.key and b.period = t.period
    order by t.key for update of t
  )
  update token_buckets t set tokens = t.tokens + unused, taken = greatest(0, t.taken - unused)
  from bucket b where t.key = b.key;
$$;
grant execute on function return_tokens to engagex_app;
