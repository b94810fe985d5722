import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { addresses } from '../../testing/builders.ts';
import { buildDeliveries } from '../../testing/receipts.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { OutcomeRecords } from './record-outcomes.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** Four people of a claim: one became unknown while its worker slept, one may have been handed over; and one of another claim. */
async function claimed(member: TestMember, status: 'sending' | 'sent') {
  const states = ['unknown', 'submitting', 'unknown', 'unknown'] as const;
  const { campaignId, ids } = await buildDeliveries(api, member, addresses(4), states);
  const claimId = randomUUID();
  await api.owner.query('update deliveries set claim_id = $2 where id = any ($1)', [ids.slice(0, 3), claimId]);
  await api.owner.query('update campaigns set status = $2 where id = $1', [campaignId, status]);
  return { campaignId, claimId, ids, handedOver: new Set(ids.slice(2, 3)) };
}

async function giveBack({ organizationId }: TestMember, of: Awaited<ReturnType<typeof claimed>>): Promise<string[]> {
  await runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () =>
    api.app
      .get(TenantDb)
      .transaction(() => api.app.get(OutcomeRecords).giveBack(of.campaignId, of.claimId, of.handedOver)),
  );
  const { rows } = await api.owner.query<{ id: string; said: string }>(
    `select id, concat_ws(' ', state, reason) as said from deliveries where id = any ($1)`,
    [of.ids],
  );
  return of.ids.map((id) => rows.find((row) => row.id === id)?.said ?? '');
}

test('a claim that failed gives back everybody who was not handed over, also who became unknown meanwhile', async () => {
  const member = await api.newOrganization();
  expect(await giveBack(member, await claimed(member, 'sending'))).toEqual([
    'pending',
    'pending',
    'unknown',
    'unknown',
  ]);
});

test('of a campaign that ended meanwhile nobody comes for them again: the ledger is closed all the same', async () => {
  const member = await api.newOrganization();
  const [late, , handedOver, other] = await giveBack(member, await claimed(member, 'sent'));
  expect([late, handedOver, other]).toEqual(['failed retries_exhausted', 'unknown', 'unknown']);
});
