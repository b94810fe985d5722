import { randomInt, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tools/testing/database.ts';
import { afterCommit, beforeCommit, currentScope, runInScope, runJob, stamp, TenantDb } from './index.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));
const poolSize = 3;

let database: TestDatabase;
let source: DataSource;
let db: TenantDb;
let owner: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  source = await new DataSource({ type: 'postgres', url: database.appUrl, poolSize }).initialize();
  db = new TenantDb(source);
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
});
afterAll(async () => {
  await source.destroy();
  await owner.end();
  await database.drop();
});

async function newOrganizations(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await owner.query(`insert into organizations (id, name) select unnest($1::uuid[]), 'x'`, [ids]);
  return ids;
}

function as<T>(organizationId: string, work: () => T): T {
  return runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, work);
}

/** Adds a contact that says whose it is, and checks that every row in sight says the same. */
async function addAndLook(label: string): Promise<void> {
  const { organizationId } = currentScope();
  await db.rows(`insert into contacts (email, first_name) values ($1, $2)`, [
    `${randomUUID()}@example.com`,
    organizationId,
  ]);
  expect(await look(), label).toEqual([organizationId]);
}

/** Whose rows are in sight. */
async function look(): Promise<string[]> {
  await db.rows('select pg_sleep($1)', [Math.random() * 0.003]); // lets others run in between
  const rows = await db.rowsByKey<{ firstName: string }>('select first_name as "firstName" from contacts', []);
  return [...new Set(rows.map((row) => row.firstName))];
}

const deeds = ['request', 'read', 'nested', 'job', 'failure', 'aborted', 'outside'] as const;
type Deed = (typeof deeds)[number];

/** Does one thing as one organization; resolves to whether its row must be there afterwards. */
async function perform(deed: Deed, organizationId: string): Promise<boolean> {
  switch (deed) {
    case 'request':
      await as(organizationId, () => db.transaction(() => addAndLook(deed)));
      return true;
    case 'read':
      expect([[], [organizationId]]).toContainEqual(
        await as(organizationId, () => db.read({ statement: { text: 'select 1' }, admit: () => {} }, look)),
      );
      return false;
    case 'nested':
      await as(organizationId, () => db.transaction(() => db.transaction(() => addAndLook(deed))));
      return true;
    case 'job': {
      const carried = JSON.stringify(as(organizationId, () => stamp({ kind: deed })));
      await runJob('test', JSON.parse(carried), () => db.transaction(() => addAndLook(deed)));
      return true;
    }
    case 'failure':
      await expect(
        as(organizationId, () =>
          db.transaction(async () => {
            await addAndLook(deed);
            throw new Error('after the insert');
          }),
        ),
      ).rejects.toThrow('after the insert');
      return false;
    case 'aborted':
      await expect(
        as(organizationId, () =>
          db.transaction(async () => {
            await addAndLook(deed);
            const [self] = await db.rows<{ pid: number }>('select pg_backend_pid() as pid');
            await owner.query('select pg_terminate_backend($1)', [self?.pid]);
            await addAndLook(deed);
          }),
        ),
      ).rejects.toThrow();
      return false;
    case 'outside':
      await expect(db.transaction(() => db.rows('select 1'))).rejects.toThrow('No organization');
      await expect(as(organizationId, () => db.rows('select 1'))).rejects.toThrow('No transaction is open');
      return false;
  }
}

/** What a connection fresh from the pool remembers, and what it can see without a scope. */
async function leftBehind() {
  const rows: { setting: string | null; visible: string }[] = await source.query(
    `select current_setting('app.organization_id', true) as setting, (select count(*) from contacts) as visible`,
  );
  return { setting: rows[0]?.setting || null, visible: Number(rows[0]?.visible) };
}

test(`requests and jobs of many organizations on a small pool never cross (seed ${seed})`, async () => {
  const step = fc.record({ deed: fc.constantFrom(...deeds), organization: fc.nat(9) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
      const organizations = await newOrganizations(10);
      const expected = new Map(organizations.map((id) => [id, 0]));
      await Promise.all(
        steps.map(async ({ deed, organization }) => {
          const id = organizations[organization] ?? '';
          if (await perform(deed, id)) expected.set(id, (expected.get(id) ?? 0) + 1);
        }),
      );
      for (const id of organizations) {
        const rows = await as(id, () => db.transaction(() => db.rows('select 1 from contacts')));
        expect(rows).toHaveLength(expected.get(id) ?? -1);
      }
      for (let connection = 0; connection < poolSize * 2; connection += 1) {
        expect(await leftBehind()).toEqual({ setting: null, visible: 0 });
      }
    }),
    { seed, numRuns: 8, endOnFailure: true },
  );
}, 60_000);

test('a setting of the session instead of the transaction would leak, so the checks above can fail', async () => {
  const [one] = await newOrganizations(1);
  const pool = new pg.Pool({ connectionString: database.appUrl, max: 1 });
  await pool.query(`select set_config('app.organization_id', $1, false)`, [one]); // the mistake
  await pool.query(`insert into contacts (email) values ('leak@example.com')`);
  const { rows } = await pool.query(`select count(*)::int as visible from contacts`); // the next tenant's request
  await pool.end();
  expect(rows[0].visible).toBe(1);
});

test('a row cannot be written into another organization, nor moved there', async () => {
  const [one, other] = await newOrganizations(2);
  const write = (sql: string) => as(one ?? '', () => db.transaction(() => db.rows(sql, [other])));
  await expect(write(`insert into contacts (organization_id, email) values ($1, 'a@example.com')`)).rejects.toThrow(
    /row-level security/,
  );
  await as(one ?? '', () => db.transaction(() => db.rows(`insert into contacts (email) values ('b@example.com')`)));
  await expect(write('update contacts set organization_id = $1')).rejects.toThrow(/row-level security/);
});

test('what waits for the commit happens after it, and never after a rollback', async () => {
  const [one = ''] = await newOrganizations(1);
  const seen: string[] = [];
  const look = async () => {
    const { rows } = await owner.query('select email from contacts where organization_id = $1', [one]);
    seen.push(...rows.map((row: { email: string }) => row.email));
  };
  await as(one, () =>
    db.transaction(async () => {
      await db.rows(`insert into contacts (email) values ('committed@example.com')`);
      afterCommit(look);
    }),
  );
  expect(seen).toEqual(['committed@example.com']);
  await expect(
    as(one, () =>
      db.transaction(async () => {
        afterCommit(look);
        throw new Error('rolled back');
      }),
    ),
  ).rejects.toThrow('rolled back');
  expect(seen).toHaveLength(1);
});

const noteTo = (email: string) => async () => {
  await db.rows('insert into contacts (email) values ($1)', [email]);
};

async function emailsOf(organizationId: string): Promise<string[]> {
  const { rows } = await owner.query<{ email: string }>(
    'select email from contacts where organization_id = $1 order by email',
    [organizationId],
  );
  return rows.map(({ email }) => email);
}

test('what waits for the end of a transaction is part of it, and undoes it by failing', async () => {
  const [one = ''] = await newOrganizations(1);
  await as(one, () =>
    db.transaction(async () => {
      beforeCommit(noteTo('last@example.com'));
      await noteTo('first@example.com')();
    }),
  );
  expect(await emailsOf(one)).toEqual(['first@example.com', 'last@example.com']);
  const failing = as(one, () =>
    db.transaction(async () => {
      beforeCommit(async () => {
        throw new Error('refused at the end');
      });
      await noteTo('undone@example.com')();
    }),
  );
  await expect(failing).rejects.toThrow('refused at the end');
  expect(await emailsOf(one)).toHaveLength(2);
});

test('with no transaction open it waits for the first that changes something and commits, and happens once', async () => {
  const [one = ''] = await newOrganizations(1);
  await as(one, async () => {
    beforeCommit(noteTo('noted@example.com'));
    await db.transaction(() => db.rows('select from contacts'));
    expect(await emailsOf(one)).toEqual([]); // reading is no change
    const lost = db.transaction(async () => {
      await noteTo('lost@example.com')();
      throw new Error('lost');
    });
    await expect(lost).rejects.toThrow('lost');
    expect(await emailsOf(one)).toEqual([]);
    await db.transaction(noteTo('change@example.com'));
    expect(await emailsOf(one)).toEqual(['change@example.com', 'noted@example.com']);
    await db.transaction(noteTo('later@example.com'));
    expect(await emailsOf(one)).toHaveLength(3);
  });
});

test('an open transaction cannot be taken into the scope of another organization', async () => {
  const [one = '', other = ''] = await newOrganizations(2);
  await expect(as(one, () => db.transaction(async () => as(other, () => {})))).rejects.toThrow(/cannot enter/);
});

test('only a UUID names an organization, so nothing else reaches the opening statement', () => {
  expect(() => as(`'; drop table contacts; --`, () => {})).toThrow(/UUID/);
});
