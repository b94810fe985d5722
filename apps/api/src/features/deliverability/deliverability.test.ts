import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliverabilityRoutes } from '@engagex/domain/deliverability';
import { domainLimitsRoutes } from '@engagex/domain/transports';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp(() => null);
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

async function sentTo(
  member: TestMember,
  people: number,
): Promise<{ id: string; deliveries: string[]; domain: string }> {
  const groupId = await buildGroup(api.owner, member, addresses(people, 'taken'));
  const { id, senderEmail } = await buildCampaign(member, groupId);
  await member.call(campaignsRoutes.launch, { id });
  await watchLedger(member, id, ({ closed }) => closed);
  const { rows } = await api.owner.query<{ id: string }>(
    'select id from deliveries where campaign_id = $1 order by id',
    [id],
  );
  return { id, deliveries: rows.map((row) => row.id), domain: senderEmail.split('@')[1] ?? '' };
}

const heard = (
  member: TestMember,
  campaignId: string,
  deliveryId: string,
  receipt: { kind: string; class?: string; isFirst?: boolean; source?: string },
) =>
  api.owner.query(
    `insert into delivery_receipts (organization_id, delivery_id, campaign_id, kind, class, source, source_key, is_first, at)
     values ($1, $2, $3, $4, $5, $6, uuidv7()::text, $7, now())`,
    [
      member.organizationId,
      deliveryId,
      campaignId,
      receipt.kind,
      receipt.class ?? null,
      receipt.source ?? 'dsn',
      receipt.isFirst ?? true,
    ],
  );

test('what is accepted and what is heard of it later is counted once, by sending domain and mailbox provider', async () => {
  const member = await api.newOrganization();
  const stranger = await api.newOrganization();
  const { id, deliveries, domain } = await sentTo(member, 6);
  const [hard = '', policy = '', angry = '', arrived = '', slow = ''] = deliveries;
  await heard(member, id, hard, { kind: 'bounced', class: 'hard' });
  await heard(member, id, policy, { kind: 'bounced', class: 'auth' });
  await heard(member, id, policy, { kind: 'bounced', class: 'policy', isFirst: false });
  await heard(member, id, angry, { kind: 'complained' });
  await heard(member, id, arrived, { kind: 'delivered' });
  await heard(member, id, slow, { kind: 'delayed' });
  const answer = await member.call(deliverabilityRoutes.get, {});
  const counts = {
    accepted: 6,
    refused: 0,
    deferred: 1,
    delivered: 1,
    hard: 1,
    policy: 1,
    otherBounces: 0,
    complained: 1,
  };
  expect(answer.cells).toEqual([{ domain, mailboxProvider: 'other', ...counts }]);
  expect(answer.days).toHaveLength(30);
  expect(answer.days.at(-1)).toEqual({ day: answer.to, ...counts });
  const elsewhere = await member.call(deliverabilityRoutes.get, { domain: 'elsewhere.example' });
  expect(elsewhere.days.at(-1)).toMatchObject({ accepted: 0 });
  expect((await stranger.call(deliverabilityRoutes.get, {})).cells).toEqual([]);
});

test('open incidents are shown with the words of the servers, closed ones are not', async () => {
  const member = await api.newOrganization();
  await api.owner.query(
    `insert into incidents (organization_id, domain, mailbox_provider, class, refusals, samples, first_seen_at, last_seen_at, state, closed_at)
     values ($1, 'shop.example', 'gmail', 'policy', 12, '{"550 5.7.1 Blocked"}', now(), now(), 'open', null),
            ($1, 'shop.example', 'yahoo', 'policy', 3, '{}', now(), now(), 'closed', now())`,
    [member.organizationId],
  );
  const { incidents } = await member.call(deliverabilityRoutes.get, { days: 7 });
  expect(incidents).toMatchObject([{ mailboxProvider: 'gmail', refusals: 12, samples: ['550 5.7.1 Blocked'] }]);
});

test('the pace of a domain follows what mailbox providers did in the last week', async () => {
  const member = await api.newOrganization();
  const count = (kind: string, people: number) =>
    api.owner.query(
      `insert into deliverability_counts (organization_id, day, domain, mailbox_provider, kind, count)
       values ($1, (now() at time zone 'UTC')::date, 'shop.example', 'gmail', $2, $3)`,
      [member.organizationId, kind, people],
    );
  await count('accepted', 9_000);
  const pace = async () => (await member.call(deliverabilityRoutes.get, {})).suggestions;
  expect(await pace()).toEqual([
    { domain: 'shop.example', pace: 'begin_warm_up', perDay: 9_000, because: 'new_domain' },
  ]);
  await member.call(domainLimitsRoutes.create, { domain: 'shop.example', perDay: 10_000, warmUp: null });
  expect(await pace()).toEqual([]);
  await count('complained', 40);
  expect(await pace()).toEqual([{ domain: 'shop.example', pace: 'slow_down', perDay: 4_500, because: 'complaints' }]);
});
