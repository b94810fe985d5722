import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

/** What foreign keys of contacts would say, and triggers say once per statement. */

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** In a transaction of the organization that is rolled back. */
async function within(organizationId: string, ...statements: (readonly [string, ...unknown[]])[]): Promise<void> {
  const client = await api.owner.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('app.organization_id', $1, true)`, [organizationId]);
    for (const [sql, ...values] of statements) await client.query(sql, values);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const refused = { code: '23503' };
const add = 'insert into contacts (organization_id, id, email, merged_into_id) values ($1, $2, $3, $4)';

test('nobody is added to an organization that does not exist, and none ends that has contacts', async () => {
  const nowhere = randomUUID();
  const person = [add, nowhere, randomUUID(), 'a@b.example', null] as const;
  await expect(within(nowhere, person)).rejects.toMatchObject(refused);
  const begin = [`insert into organizations (id, name) values ($1, 'Short')`, nowhere] as const;
  const withoutTopics = ['delete from topics where organization_id = $1', nowhere] as const;
  const withoutTransports = ['delete from transports where organization_id = $1', nowhere] as const;
  const end = ['delete from organizations where id = $1', nowhere] as const;
  await within(nowhere, begin, withoutTopics, withoutTransports, end);
  await expect(within(nowhere, begin, withoutTopics, withoutTransports, person, end)).rejects.toMatchObject({
    ...refused,
    message: `Organization ${nowhere} still has contacts.`,
  });
});

test('a contact is merged into one that exists, which then stays', async () => {
  const { organizationId } = await api.newOrganization();
  const [one, other] = [randomUUID(), randomUUID()];
  const pair = [
    [add, organizationId, one, 'a@b.example', null],
    [add, organizationId, other, 'c@d.example', one],
  ] as const;
  await within(organizationId, ...pair);
  const remove = 'delete from contacts where organization_id = $1 and id = any ($2)';
  await expect(within(organizationId, ...pair, [remove, organizationId, [one]])).rejects.toMatchObject(refused);
  await within(organizationId, ...pair, [remove, organizationId, [one, other]]); // both at once leave nothing behind
  await expect(within(organizationId, [add, organizationId, one, 'a@b.example', randomUUID()])).rejects.toMatchObject(
    refused,
  );
  await expect(
    within(organizationId, pair[0], [
      'update contacts set merged_into_id = $3 where organization_id = $1 and id = $2',
      organizationId,
      one,
      randomUUID(),
    ]),
  ).rejects.toMatchObject(refused);
});
