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

/** Where the days of the organization begin. */
export const timeZone = 'select time_zone as "timeZone" from organizations where id = current_organization()';

/** $1 how many days, ending today in the time zone $2. A day without anything has zeros. */
export const lastDays = `
  with days as (
    select day::date from generate_series((now() at time zone $2)::date - ($1::int - 1), (now() at time zone $2)::date,
      interval '1 day') as d (day)
  ), counts as (
    select (at at time zone $2)::date as day, kind, count from quarter_hour_counts
    where at >= (select min(day)::timestamp from days) at time zone $2
  )
  select to_char(d.day, 'YYYY-MM-DD') as day,
    coalesce(sum(c.count) filter (where c.kind = 'accepted'), 0)::int as accepted,
    coalesce(sum(c.count) filter (where c.kind = 'open'), 0)::int as opened,
    coalesce(sum(c.count) filter (where c.kind = 'click'), 0)::int as clicked
  from days d left join counts c on c.day = d.day group by d.day order by d.day`;

/** Of purchases that name none. */
export const currencyOfEvents = `
  select coalesce(s.currency, 'USD') as currency from organizations o left join event_settings s on s.organization_id = o.id
  where o.id = current_organization()`;
