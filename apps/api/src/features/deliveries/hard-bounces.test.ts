import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { afterSendingRoutes, campaignsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { deliveriesRoutes, explanationRoutes } from '@engagex/domain/deliveries';
import { messagesRoutes } from '@engagex/domain/messages';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { preferencesRoutes } from '@engagex/domain/preferences';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { settled, simple } from '../../testing/messages.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

const gone = '5.1.1 No such mailbox here';
const answers: Readonly<Record<string, string>> = {
  gone,
  policy: '5.7.1 No such user may get this',
  full: '5.2.2 Mailbox full',
  bare: 'Requested action not taken',
};

let smtp: TestSmtp;
let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  smtp = await startSmtp((to) => {
    const words = answers[/^[a-z]+/i.exec(to)?.[0].toLowerCase() ?? ''];
    return words ? { at: 'rcpt', code: 550, words } : null;
  });
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
  member = await api.newOrganization();
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

const suppressed = async (of: TestMember = member) =>
  (await of.call(suppressionsRoutes.list, {})).items.map(({ address, reason, note }) => ({ address, reason, note }));

async function send(audience: readonly string[], of = member) {
  const { id } = await buildCampaign(of, await buildGroup(api.owner, of, audience));
  await of.call(campaignsRoutes.launch, { id });
  await watchLedger(of, id, (ledger) => ledger.closed);
  return id;
}

test('an address whose server says that it does not exist is suppressed with those words, and no other that was refused', async () => {
  const kinds = ['Gone', 'policy', 'full', 'bare', 'person'];
  const audience = kinds.map((name) => addresses(1, name)[0]!);
  const [address = ''] = audience;
  const id = await send(audience);
  const note = `550 ${gone}`;
  expect(await suppressed()).toEqual([{ address: address.toLowerCase(), reason: 'hard_bounce', note }]);
  const { items } = await member.call(deliveriesRoutes.list, { id, state: 'failed' });
  expect(items.map(({ reason, response }) => [reason, response?.slice(0, 4)])).toEqual(
    Array.from({ length: 4 }, () => ['rejected', '550 ']),
  );
  const { contactId } = items.find((item) => item.address === address)!;
  const { suppression, history } = await member.call(preferencesRoutes.get, { id: contactId });
  expect(suppression).toMatchObject({ reason: 'hard_bounce', note });
  expect(history).toMatchObject([{ kind: 'suppression', became: 'hard_bounce', source: 'bounce' }]);
  expect((await member.call(explanationRoutes.standing, { email: address })).suppression).toMatchObject({ note });
  // Those who may have had a passing trouble can be tried again; this address cannot.
  const followUps = await member.call(afterSendingRoutes.followUps, { id });
  expect(followUps).toMatchObject({ failed: { rejected: 3 } });
});

test('a single message that bounces suppresses its address; what a member decided about it before stays', async () => {
  const of = await api.newOrganization();
  const [first = '', second = ''] = addresses(2, 'gone');
  await of.call(suppressionsRoutes.create, { address: second, note: 'asked on the phone' });
  const { id } = await of.call(messagesRoutes.create, simple(first.toUpperCase()));
  expect(await settled(of, id)).toMatchObject({ state: 'failed', response: `550 ${gone}` });
  expect(await suppressed(of)).toEqual([
    { address: first, reason: 'hard_bounce', note: `550 ${gone}` },
    { address: second, reason: 'manual', note: 'asked on the phone' },
  ]);
  const again = await of.call(messagesRoutes.create, simple(first));
  expect(await settled(of, again.id)).toMatchObject({ state: 'skipped', reason: 'suppressed' });
});

test('a bounce that only the journal of a killed worker knows suppresses the address', async () => {
  const of = await api.newOrganization();
  const { id: contactId, email } = await of.call(contactsRoutes.create, { email: addresses(1, 'gone')[0]! });
  const { id: campaignId } = await buildCampaign(of, await buildGroup(api.owner, of, []));
  const [deliveryId, claimId] = [randomUUID(), randomUUID()];
  const { organizationId } = of;
  await api.owner.query(
    `insert into campaign_contents (organization_id, campaign_id, subject, html, text) values ($1, $2, 's', 'h', 't')`,
    [organizationId, campaignId],
  );
  await api.owner.query(
    `insert into deliveries (organization_id, id, campaign_id, contact_id, address, state, claim_id)
     values ($1, $2, $3, $4, $5, 'submitting', $6)`,
    [organizationId, deliveryId, campaignId, contactId, email, claimId],
  );
  await api.owner.query(
    `insert into delivery_claims (organization_id, id, campaign_id, lease_until) values ($1, $2, $3, now())`,
    [organizationId, claimId, campaignId],
  );
  const folder = join(api.config.FILES_DIR, 'journal');
  mkdirSync(folder, { recursive: true });
  const owner = { host: 'gone', boot: 'before', namespace: '1', pid: 1, started: '1' };
  const head = { kind: 'deliveries', claimId, campaignId, organizationId, owner };
  const answer = [deliveryId, 'rejected', `550 ${gone}`];
  writeFileSync(join(folder, claimId), `${JSON.stringify(head)}\n${deliveryId}\n${JSON.stringify(answer)}\n`);
  await api.owner.query(`update campaigns set status = 'sending', audience = 1, launched_at = now() where id = $1`, [
    campaignId,
  ]);
  await watchLedger(of, campaignId, (ledger) => ledger.closed, 30_000);
  expect(await suppressed(of)).toEqual([{ address: email, reason: 'hard_bounce', note: `550 ${gone}` }]);
}, 40_000);
