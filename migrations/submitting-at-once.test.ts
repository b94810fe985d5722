import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../tools/testing/database.ts';

let database: TestDatabase;
let admin: pg.Client;
let owner: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client(database.ownerUrl);
  owner = new pg.Client(database.tableOwnerUrl);
  await Promise.all([admin.connect(), owner.connect()]);
});
afterAll(async () => {
  await Promise.all([admin.end(), owner.end()]);
  await database.drop();
});

test('whoever a worker had claimed before the update is pending after it, in every organization', async () => {
  await admin.query(`alter table deliveries
    drop constraint deliveries_state_check, drop constraint deliveries_claim_check,
    add constraint deliveries_state_check check (state <> ''), add constraint deliveries_check2 check (state <> '')`);
  for (const name of ['One', 'Other'])
    await admin.query(
      `with o as (insert into organizations (name) values ($1) returning id),
         k as (insert into campaigns (organization_id, name, status) select id, 'Under way', 'sending' from o returning id, organization_id),
         c as (insert into contacts (organization_id, email) select id, 'claimed@example.com' from o returning id, organization_id)
       insert into deliveries (organization_id, campaign_id, contact_id, address, state, claim_id)
       select k.organization_id, k.id, c.id, 'claimed@example.com', 'claimed', gen_random_uuid() from k, c`,
      [name],
    );
  await owner.query(await readFile(join(import.meta.dirname, '20261122112100_submitting_at_once.sql'), 'utf8'));
  const { rows } = await admin.query('select state, claim_id from deliveries');
  expect(rows).toEqual(Array.from({ length: 2 }, () => ({ state: 'pending', claim_id: null })));
  const { rows: counts } = await admin.query<{ state: string; count: number }>(
    'select state, count::int from delivery_counts order by state',
  );
  expect(counts).toEqual(Array.from({ length: 2 }, () => ({ state: 'pending', count: 1 })));
});
