import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInScope } from '@engagex/tenancy';
import { addresses, buildGroup } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import type { TestMember } from '../../testing/test-api.ts';
import { startWithPlans } from '../plans/testing/with-plans.ts';
import { CheckLimits } from './check-limits.ts';

const plans = {
  none: {},
  small: { limits: { contacts: { kind: 'hard', amount: 10 }, seats: { kind: 'soft', amount: 4, gracePercent: 50 } } },
} as const;

let smtp: TestSmtp;
let installation: Awaited<ReturnType<typeof startWithPlans<keyof typeof plans>>>;
beforeAll(async () => {
  smtp = await startSmtp();
  installation = await startWithPlans(plans, { settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await installation.close();
  await smtp.close();
});

const check = ({ organizationId }: TestMember) =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'limits' } }, () =>
    installation.api.app.get(CheckLimits).run(),
  );
const people = (owner: TestMember, count: number) => buildGroup(installation.api.owner, owner, addresses(count));

async function told({ organizationId }: TestMember) {
  const { rows } = await installation.api.owner.query<{ said: string }>(
    `select l."of" || ' ' || l.percent || ' ' || n.kind || ' ' || m.role as said
     from notifications n join limit_notices l on l.id = n.object_id
       join memberships m on m.user_id = n.user_id and m.organization_id = n.organization_id
     where n.organization_id = $1 order by 1`,
    [organizationId],
  );
  return rows.map(({ said }) => said);
}

test('owners and admins are told of 80, 100 and 120 % of a limit, each once in a month, whichever worker looks', async () => {
  const owner = await installation.ownerOn('small');
  for (const role of ['admin', 'editor'] as const) await installation.api.newMember(owner.organizationId, role);
  await people(owner, 7);
  await check(owner);
  expect(await told(owner)).toEqual([]);
  await people(owner, 1);
  await Promise.all(Array.from({ length: 8 }, () => check(owner)));
  const near = ['contacts 80 limit_near admin', 'contacts 80 limit_near owner'];
  expect(await told(owner)).toEqual(near);
  await people(owner, 5); // from 8 to 13, as an import under another plan may
  await Promise.all(Array.from({ length: 8 }, () => check(owner)));
  const passed = ['contacts 120 limit_passed admin', 'contacts 120 limit_passed owner'];
  expect(await told(owner)).toEqual([...passed, ...near]);
  await check(owner);
  expect(await told(owner)).toHaveLength(4);
  await installation.api.owner.query(
    `update limit_notices set period_from = period_from - interval '1 month' where organization_id = $1`,
    [owner.organizationId],
  );
  await check(owner);
  expect(await told(owner)).toHaveLength(6);
});

test('the mail says what is used, what happens at the limit, and names no price', async () => {
  const owner = await installation.ownerOn('small');
  await people(owner, 10);
  await check(owner);
  const { rows } = await installation.api.owner.query<{ email: string }>('select email from users where id = $1', [
    owner.userId,
  ]);
  const mails = () => smtp.messages.filter(({ to }) => to === rows[0]?.email);
  await expect.poll(() => mails().length, { timeout: 20_000 }).toBe(1);
  const { subject, text = '' } = await smtp.parse(mails()[0]!);
  expect(subject).toBe('Test organization has used all of its contacts');
  expect(text).toContain('10 of 10 contacts in the plan (small) are used.');
  expect(text).toContain('imports take what fits');
  expect(text).toContain('/settings/usage');
});

test('a worker finds organizations that were not looked at for a while, and only these', async () => {
  const owner = await installation.ownerOn('small');
  const isDue = async () => {
    const { rows } = await installation.api.owner.query('select organization_id as id from due_limit_checks()');
    return rows.some(({ id }) => id === owner.organizationId);
  };
  await check(owner);
  expect(await isDue()).toBe(false);
  await installation.api.owner.query(
    `update limit_checks set checked_at = now() - interval '11 minutes' where organization_id = $1`,
    [owner.organizationId],
  );
  expect(await isDue()).toBe(true);
});
