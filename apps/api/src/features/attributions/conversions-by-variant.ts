/** What people did with one variant of a test, and what that brought in in one currency, for statistics. */
export interface ConversionsOfVariant {
  readonly number: number;
  /** People with a conversion. */
  readonly converted: number;
  /** Those of them who paid in the currency. */
  readonly buyers: number;
  /** What they paid less refunds, and the sum of its squares, person by person. */
  readonly sum: number;
  readonly squares: number;
}

/** $1 campaign, $2 currency or null: by variant, among those who took part in the test. */
export const conversionsByVariant = `
  select variant as number, count(*)::int as converted, count(*) filter (where paid > 0)::int as buyers,
    coalesce(sum(paid), 0)::float8 as sum, coalesce(sum(paid * paid), 0)::float8 as squares
  from (
    select d.variant, sum(v.amount - v.refunded) filter (where v.currency = $2::text) as paid
    from conversions v join deliveries d on d.organization_id = v.organization_id and d.id = v.delivery_id
    where v.campaign_id = $1 and d.variant is not null and d.accepted_at is not null group by d.variant, d.id) p
  group by variant`;
