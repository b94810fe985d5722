import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { deliveryTestsRoutes, type DeliveryTestView } from '@engagex/domain/delivery-tests';
import { domainsRoutes } from '@engagex/domain/domains';
import { transportsRoutes } from '@engagex/domain/transports';
import { addresses, buildCampaign, buildGroup } from '../../testing/builders.ts';
import { type DeliveryLoop, isDone, startDeliveryLoop, verdictsOf } from '../../testing/delivery-loop.ts';
import type { TestMember } from '../../testing/test-api.ts';
import { LaunchCampaign } from '../campaigns/index.ts';

let loop: DeliveryLoop;
beforeAll(async () => {
  loop = await startDeliveryLoop();
});
afterAll(() => loop.close());
beforeEach(() => loop.relay.behave({}));

const tomorrow = () => ({ kind: 'at', time: new Date(Date.now() + 86_400_000).toISOString().slice(0, 16) }) as const;

/** A draft from an address of this domain. */
async function draft(member: TestMember, domain: string): Promise<string> {
  const { id } = await buildCampaign(member, await buildGroup(loop.api.owner, member, addresses(1)));
  await member.call(campaignsRoutes.update, { id, senderEmail: `hello@${domain}` });
  return id;
}

const testsOf = async (member: TestMember) => (await member.call(deliveryTestsRoutes.list, {})).items;
const review = (member: TestMember, id: string) => member.call(campaignsRoutes.review, { id });
const told = async (domainId: string) => {
  const { rows } = await loop.api.owner.query<{ kind: string }>(
    `select kind from notifications where object_id = $1 and kind like 'delivery_test_%' order by id`,
    [domainId],
  );
  return rows.map(({ kind }) => kind);
};
const hasLeft = ({ timeline }: DeliveryTestView) => timeline.some(({ moment }) => moment === 'bounce_handed_over');

test('the first campaign starts a delivery test, the next none until the transport or the domain is set up otherwise', async () => {
  const { member, domain, pair } = await loop.setUp();
  const ofSender = () => member.call(deliveryTestsRoutes.ofSender, { address: `hello@${domain}` });
  expect(await ofSender()).toMatchObject({ latest: null, isDue: true, failed: null });
  await member.call(campaignsRoutes.schedule, { id: await draft(member, domain), plan: tomorrow() });
  const [first] = await testsOf(member);
  expect(first).toMatchObject({ ...pair, reason: 'launch' });
  await loop.until(member, first!.id, isDone);
  await member.call(campaignsRoutes.launch, { id: await draft(member, domain) });
  await member.call(transportsRoutes.limit, { id: pair.transportId, perSecond: 5, perHour: null, perDay: null });
  expect(await testsOf(member)).toHaveLength(1);
  expect(await ofSender()).toMatchObject({ latest: { verdict: 'pass' }, isDue: false, failed: null });

  const returnPath = { kind: 'own', mailServer: 'mail.shop.example', spf: 'a:mail.shop.example' } as const;
  await member.call(domainsRoutes.setReturnPath, { id: pair.domainId, returnPath });
  expect(await ofSender()).toMatchObject({ isDue: true });
  await Promise.all([1, 2].map(() => member.call(deliveryTestsRoutes.ensure, { address: `hello@${domain}` })));
  expect(await testsOf(member)).toHaveLength(2);
});

test('neither a running test nor one that nothing came back from keeps a campaign from being sent', async () => {
  loop.relay.behave({ isHole: true });
  const { member, domain } = await loop.setUp();
  const id = await draft(member, domain);
  await member.call(deliveryTestsRoutes.ensure, { address: `hello@${domain}` });
  const [running] = await testsOf(member);
  await loop.until(member, running!.id, hasLeft);
  expect(await review(member, id)).toMatchObject({ failedTest: null });
  const done = await loop.timePasses(member, running!.id);
  expect(verdictsOf(done)).toMatchObject({ arrival: 'fail', bounce: 'fail' });
  expect(await review(member, id)).toMatchObject({ failedTest: null });
  await member.call(campaignsRoutes.launch, { id });
});

test('while bounces are certainly lost, a campaign starts only if whoever sends it has accepted that', async () => {
  loop.relay.behave({ sendsBounces: false });
  const { member, domain, pair } = await loop.setUp();
  const id = await draft(member, domain);
  await member.call(campaignsRoutes.schedule, { id, plan: tomorrow() });
  const [started] = await testsOf(member);
  await loop.until(member, started!.id, ({ findings }) =>
    findings.some(({ name, verdict }) => name === 'arrival' && verdict === 'pass'),
  );
  await loop.until(member, started!.id, hasLeft);
  expect(verdictsOf(await loop.timePasses(member, started!.id))).toMatchObject({ arrival: 'pass', bounce: 'fail' });
  expect(await told(pair.domainId)).toEqual(['delivery_test_failed']);

  await start(member, id);
  const stopped = await member.call(campaignsRoutes.get, { id });
  expect(stopped).toMatchObject({ status: 'draft', pauseReason: expect.stringContaining('No bounce came back') });
  const { failedTest } = await review(member, id);
  expect(failedTest).toMatchObject({ id: started!.id, failures: [expect.stringContaining('No bounce came back')] });
  const other = '019ad000-0000-7000-8000-000000000000';
  for (const acceptedTestId of [undefined, other])
    await expect(member.call(campaignsRoutes.launch, { id, acceptedTestId })).rejects.toMatchObject({
      status: 409,
      problem: { code: 'campaign.delivery-test-failed' },
    });
  await member.call(campaignsRoutes.schedule, { id, plan: tomorrow(), acceptedTestId: failedTest!.id });
  await start(member, id);
  expect((await member.call(campaignsRoutes.get, { id })).status).not.toBe('draft');

  loop.relay.behave({});
  await loop.runTest(member, pair);
  expect(await told(pair.domainId)).toEqual(['delivery_test_failed', 'delivery_test_mended']);
  const next = await draft(member, domain);
  expect(await review(member, next)).toMatchObject({ failedTest: null });
  await member.call(campaignsRoutes.launch, { id: next });
});

async function start(member: TestMember, id: string): Promise<void> {
  await loop.api.owner.query(`update campaigns set starts_at = now() where id = $1`, [id]);
  await loop.scoped(member, () => loop.api.app.get(LaunchCampaign).start(id));
}
