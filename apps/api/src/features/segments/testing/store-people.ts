import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Person } from '@engagex/domain/segments';
import { campaignIds, groupIds } from './random-trees.ts';

/** Stores people as contacts of a new organization, and another's whom nobody may find. Answers the ids in order. */
export async function storePeople(owner: pg.Pool, people: readonly Person[]) {
  const organizationId = randomUUID();
  const run = async (sql: string, ...values: unknown[]) =>
    (await owner.query<{ id: string }>(sql, [organizationId, ...values])).rows.map(({ id }) => id);
  await run(`insert into organizations (id, name) values ($1, 'x')`);
  await run(
    `insert into groups (organization_id, id, name) select $1, id, id::text from unnest($2::uuid[]) id`,
    groupIds,
  );
  await run(
    `insert into campaigns (organization_id, id, name) select $1, id, 'x' from unnest($2::uuid[]) id`,
    campaignIds,
  );
  const rows = people.map((each) => ({
    id: randomUUID(),
    ...each.fields,
    created_at: each.createdAt,
    subscription: each.subscription,
    unsubscribed_at: each.subscription === 'unsubscribed' ? each.createdAt : null,
    attributes: each.attributes,
  }));
  await run(
    `insert into contacts (organization_id, id, email, phone, first_name, last_name, language, time_zone, country, external_id,
       created_at, subscription, unsubscribed_at, attributes)
     select $1, x.* from jsonb_to_recordset($2) as x (id uuid, email text, phone text, first_name text, last_name text, language text,
       time_zone text, country text, external_id text, created_at timestamptz, subscription text, unsubscribed_at timestamptz, attributes jsonb)`,
    JSON.stringify(rows),
  );
  const idAt = (index: number) => rows[index]?.id ?? '';
  for (const [index, { groupIds: of, engagements, events }] of people.entries()) {
    const id = idAt(index);
    await run(
      `insert into group_members (organization_id, group_id, contact_id) select $1, g, $2 from unnest($3::uuid[]) g`,
      id,
      of,
    );
    for (const { name, properties, at } of events) {
      await run(
        `insert into contact_events (organization_id, contact_id, name, properties, occurred_at) values ($1, $2, $3, $4, $5)`,
        id,
        name,
        JSON.stringify(properties),
        at,
      );
    }
    for (const { what, campaignId, at } of engagements) {
      if (what === 'sent') {
        await run(
          `insert into deliveries (organization_id, campaign_id, contact_id, address, state, accepted_at) values ($1, $2, $3, 'x', 'accepted', $4)`,
          campaignId,
          id,
          at,
        );
      } else if (what === 'converted') {
        await run(
          `insert into conversions (organization_id, event_id, event_name, contact_id, trusted, occurred_at, received_at, outcome, campaign_id,
             delivery_id, touch, touched_at, via, decides_at, decided_at)
           select $1, gen_random_uuid(), 'purchase', $4, true, $3, $3, 'attributed', $2, id, 'click', $3::timestamptz - interval '1 h', 'contact',
             $3, $3 from deliveries where organization_id = $1 and campaign_id = $2 and contact_id = $4`,
          campaignId,
          at,
          id,
        );
      } else {
        await run(
          `insert into engagements (organization_id, campaign_id, delivery_id, kind, at)
           select $1, $2, id, $3, $4 from deliveries where organization_id = $1 and campaign_id = $2 and contact_id = $5`,
          campaignId,
          what === 'opened' ? 'open' : 'click',
          at,
          id,
        );
      }
    }
  }
  return { organizationId, ids: rows.map(({ id }) => id) };
}
