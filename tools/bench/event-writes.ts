import type pg from 'pg';

const batch = 1_000;
const names = ['page_viewed', 'cart_filled', 'order', 'signed_in'];

/** Milliseconds to write a batch of events of contacts drawn at random, with totals kept along and without. */
export interface EventWrites {
  withTotals(): Promise<number>;
  withoutTotals(): Promise<number>;
}

export async function eventWrites(owner: pg.Client, organizationId: string): Promise<EventWrites> {
  const { rows } = await owner.query<{ id: string }>(
    'select id from contacts where organization_id = $1 order by random() limit 40000',
    [organizationId],
  );
  let drawn = 0;
  const withTotals = async () => {
    const ids = Array.from({ length: batch }, () => rows[drawn++ % rows.length]?.id);
    const from = performance.now();
    await owner.query(
      `insert into contact_events (organization_id, contact_id, name, properties, occurred_at)
       select $1, id, ($3::text[])[1 + n % 4], jsonb_build_object('total', n, 'shop', 'Bern'), now()
       from unnest($2::uuid[]) with ordinality x (id, n)`,
      [organizationId, ids, names],
    );
    return performance.now() - from;
  };
  return {
    withTotals,
    async withoutTotals() {
      await owner.query('alter table contact_events disable trigger add_totals');
      const milliseconds = await withTotals();
      await owner.query('alter table contact_events enable trigger add_totals');
      return milliseconds;
    },
  };
}
