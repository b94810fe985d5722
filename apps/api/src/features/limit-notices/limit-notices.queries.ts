/** Named SQL of notices about limits. All of it runs in a tenant transaction. */

/** $1 of what, $2 begin of the period, $3 percents. Answers those that nobody was told of in this period. */
export const addNotices = `
  insert into limit_notices ("of", period_from, percent) select $1, $2, p from unnest($3::smallint[]) p order by p
  on conflict ("organization_id", "of", period_from, percent) do nothing returning id, percent`;

/** Of two workers, the second waits for the first, and finds what it has told. */
export const noteCheck = `
  insert into limit_checks default values on conflict (organization_id) do update set checked_at = now()`;
