import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountsRoutes, apiKeysRoutes } from '@engagex/domain/accounts';
import {
  operatorNotesRoutes,
  operatorsRoutes,
  organizationOrders,
  organizationPlansRoutes,
} from '@engagex/domain/operators';
import { plansRoutes } from '@engagex/domain/plans';
import { DataSource } from 'typeorm';
import { OperatorDoor } from '../../platform/http/operator-door.ts';
import { entriesOf } from '../../testing/audit.ts';
import { addresses, buildGroup } from '../../testing/builders.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

const plans = [
  { key: 'free', name: 'Free', isDefault: true, limits: { emails: { kind: 'hard', amount: 100 } } },
  { key: 'team', name: 'Team', limits: { emails: { kind: 'hard', amount: 5_000 } } },
  { key: 'large', name: 'Large' },
];

let folder: string;
let api: TestApi;
let operator: Awaited<ReturnType<TestApi['newOperator']>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-operators-'));
  const PLANS_FILE = join(folder, 'plans.json');
  await writeFile(PLANS_FILE, JSON.stringify({ plans }));
  api = await startTestApi({
    settings: { OPERATORS: 'Ops@engagex.example, other@x.example', BILLING: 'on', PLANS_FILE },
  });
  operator = await api.newOperator();
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const path = '/api/operator/organizations';
const nothing = { status: 404, problem: { code: 'path.not-found' } };

/** A user with a membership of an organization, whose address is this. */
async function memberAt(email: string, { isConfirmed = true } = {}): Promise<TestMember> {
  const member = await api.newOrganization();
  await api.owner.query(
    `update users set email = $2, email_verified_at = case when $3::boolean then now() end where id = $1`,
    [member.userId, email, isConfirmed],
  );
  return member;
}

test('for everybody else there is nothing at the operators’ addresses', async () => {
  const owner = await api.newOrganization();
  await expect(owner.call(operatorsRoutes.organizations, {})).rejects.toMatchObject(nothing);
  const claiming = await memberAt('other@x.example', { isConfirmed: false });
  const asClaiming = api.signedInAs({ sub: claiming.userId, mfa: true });
  await expect(asClaiming.call(operatorsRoutes.organizations, {})).rejects.toMatchObject(nothing);
  expect((await asClaiming.call(accountsRoutes.getSession)).operator).toBeNull();
  // Who came through an organization's own provider is only a member there.
  const bound = api.signedInAs({ sub: operator.userId, mfa: true, only: randomUUID() });
  await expect(bound.call(operatorsRoutes.organizations, {})).rejects.toMatchObject(nothing);
  expect((await bound.call(accountsRoutes.getSession)).operator).toBeNull();
  const assign = { organizationId: owner.organizationId, planKey: 'large', was: null, reason: 'Mine' };
  await expect(owner.call(organizationPlansRoutes.assign, assign)).rejects.toMatchObject(nothing);
  const note = { organizationId: owner.organizationId, text: 'Mine' };
  await expect(owner.call(operatorNotesRoutes.create, note)).rejects.toMatchObject(nothing);
  // Unsigned, it is as everywhere.
  expect((await fetch(new URL(path, api.url))).status).toBe(401);
});

test('a key of an operator’s own organization opens nothing either', async () => {
  const member = await api.newMember((await api.newOrganization()).organizationId, 'owner');
  const { secret } = await member.call(apiKeysRoutes.create, { name: 'Shop', scopes: ['contacts:read'] });
  const response = await fetch(new URL(path, api.url), { headers: { authorization: `Bearer ${secret}` } });
  expect([response.status, await response.json()]).toMatchObject([404, { code: 'path.not-found' }]);
});

test('an operator without a second factor is told to set one up, and is one again with it', async () => {
  const without = api.signedInAs({ sub: operator.userId });
  await expect(without.call(operatorsRoutes.organizations, {})).rejects.toMatchObject({
    status: 403,
    problem: { code: 'operator.second-factor' },
  });
  expect((await without.call(accountsRoutes.getSession)).operator).toEqual({ entry: 'second-factor', seesPlans: true });
  expect((await operator.call(accountsRoutes.getSession)).operator).toEqual({ entry: 'open', seesPlans: true });
  expect((await operator.call(operatorsRoutes.organizations, {})).total).toBeGreaterThan(0);
});

test('without OPERATORS nobody is one, and without OPERATORS_SECOND_FACTOR none is asked for', async () => {
  const source = api.app.get(DataSource);
  const person = { userId: operator.userId, hasSecondFactor: false, boundTo: null };
  const doorWith = (settings: Partial<TestApi['config']>) => new OperatorDoor({ ...api.config, ...settings }, source);
  expect(await doorWith({ OPERATORS: [] }).standingOf({ ...person, hasSecondFactor: true })).toBeNull();
  const open = await doorWith({ OPERATORS_SECOND_FACTOR: false, BILLING: 'off' }).standingOf(person);
  expect(open).toEqual({ entry: 'open', seesPlans: false });
});

test('an operator who gives up the address is none from the next request on', async () => {
  const other = await memberAt('other@x.example');
  const leaving = api.signedInAs({ sub: other.userId, mfa: true });
  await leaving.call(operatorsRoutes.plans);
  await api.owner.query(`update users set email = 'somebody@x.example' where id = $1`, [other.userId]);
  await expect(leaving.call(operatorsRoutes.plans)).rejects.toMatchObject(nothing);
});

test('pages of every order hold each organization once', async () => {
  for (let n = 0; n < 12; n++) {
    const { organizationId } = await api.newOrganization();
    const name = ['Same name', 'same NAME', 'Äpfel', '50 % off'][n % 4];
    await api.owner.query(`update organizations set name = $2, created_at = '2026-01-01' where id = $1`, [
      organizationId,
      name,
    ]);
  }
  const { rows } = await api.owner.query<{ id: string }>('select id from organizations');
  for (const order of organizationOrders) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await operator.call(operatorsRoutes.organizations, { order, limit: 5, cursor });
      expect(page.total).toBe(rows.length);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toHaveLength(rows.length);
    expect(new Set(seen)).toEqual(new Set(rows.map(({ id }) => id)));
  }
  await expect(operator.call(operatorsRoutes.organizations, { cursor: 'x' })).rejects.toMatchObject({ status: 400 });
});

test('an organization is found by name, sending domain and owner’s address, with its sizes', async () => {
  const owner = await memberAt('Grace.Hopper@fleet.example');
  const { organizationId } = owner;
  await api.newMember(organizationId, 'analyst');
  await buildGroup(api.owner, owner, addresses(3));
  const of = [organizationId];
  await api.owner.query(`update organizations set name = '100%_Shop' where id = $1`, of);
  await api.owner.query(
    `insert into domains (organization_id, domain, state_since, ownership_token) values ($1, 'mail.fleet-shop.example', now(), 't')`,
    of,
  );
  await api.owner.query(
    `insert into usage_hours (organization_id, hour, meter, kind, channel, entries, quantity)
     values ($1, date_trunc('month', now(), 'UTC'), 'emails', 'campaign', 'email', 7, 7),
       ($1, date_trunc('month', now(), 'UTC') - interval '1 hour', 'emails', 'campaign', 'email', 90, 90)`,
    of,
  );
  for (const search of ['%_shop', 'FLEET-shop', 'hopper@FLEET']) {
    const { items, total } = await operator.call(operatorsRoutes.organizations, { search });
    expect([search, total, items.map(({ id }) => id)]).toEqual([search, 1, [organizationId]]);
    expect(items[0]).toMatchObject({
      name: '100%_Shop',
      owners: ['Grace.Hopper@fleet.example'],
      members: 2,
      contacts: 3,
      emails: 7,
      plan: { key: 'free', name: 'Free', source: 'default' },
      deletesAt: null,
    });
  }
  expect((await operator.call(operatorsRoutes.organizations, { search: 'nobody at all' })).items).toEqual([]);
  expect(await operator.call(operatorsRoutes.organization, { organizationId })).toMatchObject({
    name: '100%_Shop',
    owners: [{ name: 'Test person', email: 'Grace.Hopper@fleet.example' }],
    members: 2,
    contacts: 3,
    domains: [{ domain: 'mail.fleet-shop.example', state: 'pending' }],
    plan: { key: 'free', source: 'default', assigned: null, subscribed: null },
  });
  expect(JSON.stringify(await operator.call(operatorsRoutes.organization, { organizationId }))).not.toContain(
    'person-',
  );
});

test('those about to be deleted can be listed alone, and those being deleted are gone', async () => {
  const [leaving, gone] = [await api.newOrganization(), await api.newOrganization()];
  await api.owner.query(
    `update organizations set delete_requested_at = now(), deletes_at = now() + interval '14 days' where id = $1`,
    [leaving.organizationId],
  );
  await api.owner.query(
    `update organizations set delete_requested_at = now(), deletes_at = now(), deleted_at = now() where id = $1`,
    [gone.organizationId],
  );
  const { items } = await operator.call(operatorsRoutes.organizations, { leaving: 'true' });
  expect(items.map(({ id }) => id)).toEqual([leaving.organizationId]);
  expect(items[0]?.deletesAt).not.toBeNull();
  const { organizationId } = gone;
  const noOrganization = { status: 404, problem: { code: 'organization.not-found' } };
  await expect(operator.call(operatorsRoutes.organization, { organizationId })).rejects.toMatchObject(noOrganization);
  const assign = { organizationId, planKey: 'team', was: null, reason: 'x' };
  await expect(operator.call(organizationPlansRoutes.assign, assign)).rejects.toMatchObject(noOrganization);
  const note = { organizationId, text: 'x' };
  await expect(operator.call(operatorNotesRoutes.create, note)).rejects.toMatchObject(noOrganization);
});

test('an assigned plan holds at once, goes before the subscription, and is in both logs with its reason', async () => {
  const owner = await api.newOrganization();
  const { organizationId } = owner;
  await api.owner.query('insert into usage_accounts (organization_id) values ($1)', [organizationId]);
  await api.owner.query(
    `insert into organization_plans (organization_id, source, plan_key, anchor)
     values ($1, 'subscription', 'team', '2026-01-17T10:00:00Z')`,
    [organizationId],
  );
  const assign = (planKey: string | null, was: string | null, reason = 'Paid by bank transfer') =>
    operator.call(organizationPlansRoutes.assign, { organizationId, planKey, was, reason });
  expect(await assign('large', null)).toMatchObject({
    key: 'large',
    source: 'operator',
    assigned: { key: 'large', name: 'Large' },
    subscribed: { key: 'team', name: 'Team' },
  });
  const { plan, from } = await owner.call(plansRoutes.current);
  expect(plan.key).toBe('large');
  expect(from).toMatch(/-17T10:00:00.000Z$/); // months stay those of the subscription
  expect((await operator.call(operatorsRoutes.organizations, { plan: 'large' })).items).toMatchObject([
    { id: organizationId, plan: { key: 'large', source: 'operator' } },
  ]);
  expect(await assign(null, 'large', 'A mistake')).toMatchObject({
    key: 'team',
    source: 'subscription',
    assigned: null,
  });

  expect(await entriesOf(api.owner, organizationId)).toMatchObject([
    {
      actorId: operator.userId,
      actorName: 'Test operator',
      action: 'organization-plans.assign',
      objectName: 'Large',
      before: { plan: null },
      after: { plan: 'Large', reason: 'Paid by bank transfer' },
    },
    { before: { plan: 'Large' }, after: { plan: null, reason: 'A mistake' } },
  ]);
  expect((await operator.call(operatorsRoutes.actions, { organizationId })).items).toMatchObject([
    { kind: 'assign_plan', planBefore: 'large', planAfter: null, words: 'A mistake', by: { name: 'Test operator' } },
    { kind: 'assign_plan', planBefore: null, planAfter: 'large', words: 'Paid by bank transfer' },
  ]);
});

test('of operators who change a plan at once one passes, and an unknown plan is refused', async () => {
  const { organizationId } = await api.newOrganization();
  const assign = (planKey: string) =>
    operator.call(organizationPlansRoutes.assign, { organizationId, planKey, was: null, reason: 'x' }).then(
      () => 'done',
      ({ problem }) => problem.code,
    );
  const answers = await Promise.all(['team', 'large', 'team', 'large'].map(assign));
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
  expect(answers.filter((answer) => answer === 'plan.changed')).toHaveLength(3);
  expect(await assign('gold')).toBe('plan.unknown');
  await expect(
    operator.call(organizationPlansRoutes.assign, { organizationId, planKey: 'team', was: null, reason: ' ' }),
  ).rejects.toMatchObject({ status: 400 });
  expect(await entriesOf(api.owner, organizationId)).toHaveLength(1);
});

test('a plan that the file no longer has is named, and the next one holds', async () => {
  const { organizationId } = await api.newOrganization();
  await api.owner.query(
    `insert into organization_plans (organization_id, source, plan_key) values ($1, 'operator', 'gold')`,
    [organizationId],
  );
  const { plan } = await operator.call(operatorsRoutes.organization, { organizationId });
  expect(plan).toMatchObject({ key: 'free', source: 'default', assigned: { key: 'gold', name: null } });
});

test('each plan of the file comes with how many organizations are on it', async () => {
  const { items } = await operator.call(operatorsRoutes.plans);
  expect(items.map(({ plan }) => plan.key)).toEqual(['free', 'team', 'large']);
  const { rows } = await api.owner.query<{ count: number }>(
    'select count(*)::int as count from organizations where deleted_at is null',
  );
  expect(items.reduce((sum, { organizations }) => sum + organizations, 0)).toBe(rows[0]?.count);
});

test('notes are the operators’ own, and a deleted one leaves only who wrote it and when', async () => {
  const owner = await api.newOrganization();
  const { organizationId } = owner;
  const other = await api.newOrganization();
  const text = 'Called them.\nThey pay by bank transfer.';
  const { id } = await operator.call(operatorNotesRoutes.create, { organizationId, text });
  const notes = () => operator.call(operatorsRoutes.actions, { organizationId });
  expect((await notes()).items).toMatchObject([{ kind: 'note', words: text, organization: { id: organizationId } }]);
  const wrong = { organizationId: other.organizationId, id };
  await expect(operator.call(operatorNotesRoutes.delete, wrong)).rejects.toMatchObject({ status: 404 });
  await operator.call(operatorNotesRoutes.delete, { organizationId, id });
  expect((await notes()).items).toMatchObject([{ kind: 'note', words: null }]);
  await expect(operator.call(operatorNotesRoutes.delete, { organizationId, id })).rejects.toMatchObject({
    status: 404,
  });
  expect(await entriesOf(api.owner, organizationId)).toEqual([]);
});

test('the list of actions is of all organizations, the newest first, in pages', async () => {
  const { organizationId } = await api.newOrganization();
  for (const text of ['One', 'Two', 'Three']) await operator.call(operatorNotesRoutes.create, { organizationId, text });
  const first = await operator.call(operatorsRoutes.actions, { limit: 2 });
  expect(first.items.map(({ words }) => words)).toEqual(['Three', 'Two']);
  const second = await operator.call(operatorsRoutes.actions, { limit: 2, cursor: first.nextCursor ?? '' });
  expect(second.items[0]?.words).toBe('One');
});
