export interface Totals {
  readonly contacts: string;
  readonly subscribed: string;
  readonly groups: string;
  readonly templates: string;
  readonly campaigns: string;
}

export const totals = `
  select c.contacts, c.subscribed,
    (select count(*) from groups where deleted_at is null) as groups,
    (select count(*) from templates where deleted_at is null) as templates,
    (select count(*) from campaigns where deleted_at is null) as campaigns
  from (select count(*) as contacts, count(*) filter (where subscription = 'subscribed') as subscribed
        from contacts where deleted_at is null) c`;

/** $1 how many days, ending today in UTC. A day without anything has zeros. */
export const lastDays = `
  select to_char(d.day, 'YYYY-MM-DD') as day,
    coalesce(sum(c.count) filter (where c.kind = 'accepted'), 0)::int as accepted,
    coalesce(sum(c.count) filter (where c.kind = 'open'), 0)::int as opened,
    coalesce(sum(c.count) filter (where c.kind = 'click'), 0)::int as clicked
  from generate_series((now() at time zone 'UTC')::date - ($1::int - 1), (now() at time zone 'UTC')::date, interval '1 day') as d (day)
  left join daily_counts c on c.day = d.day::date
  group by d.day order by d.day`;
