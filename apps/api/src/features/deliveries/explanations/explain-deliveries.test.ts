import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { explanationRoutes } from '@engagex/domain/deliveries';
import { OpenApi } from '../../../platform/openapi/openapi.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../../testing/test-api.ts';

/** Who is told "not now" once, and taken the second time. */
const busyOnce = new Set<string>();

let smtp: TestSmtp;
let api: TestApi;
let member: TestMember;
beforeAll(async () => {
  smtp = await startSmtp((to) => {
    if (to.startsWith('gone')) return { at: 'rcpt', code: 550 };
    if (to.startsWith('lost')) return { at: 'answer', code: 'drop' };
    return busyOnce.delete(to) ? { at: 'rcpt', code: 451 } : null;
  });
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url } });
  member = await api.newOrganization();
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

async function decisionsAbout(email: string) {
  return (await member.call(explanationRoutes.decisions, { email })).items;
}

test('for an address, each campaign says what it decided, and each attempt in the words of the server', async () => {
  const [gone = '', busy = '', lost = '', fine = '', left = ''] = ['gone', 'busy', 'lost', 'fine', 'left'].flatMap(
    (name) => addresses(1, name),
  );
  busyOnce.add(busy);
  const groupId = await buildGroup(api.owner, member, [gone, busy, lost, fine, left], [left]);
  const campaign = await buildCampaign(member, groupId);
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  await watchLedger(member, campaign.id, ({ deferred, pending, submitting, audience }) => {
    return audience > 0 && deferred === 1 && pending + submitting === 0;
  });
  await api.owner.query(`update deliveries set next_attempt_at = now() where campaign_id = $1 and state = 'deferred'`, [
    campaign.id,
  ]);
  await watchLedger(member, campaign.id, ({ closed }) => closed);

  expect(await decisionsAbout(gone)).toMatchObject([
    {
      campaignName: 'Summer sale',
      state: 'failed',
      reason: 'rejected',
      attempts: [{ state: 'failed', response: expect.stringContaining('550') }],
    },
  ]);
  expect(await decisionsAbout(busy.toUpperCase())).toMatchObject([
    {
      state: 'accepted',
      attempts: [
        { state: 'deferred', response: expect.stringContaining('451'), nextAttemptAt: expect.any(String) },
        { state: 'accepted', response: expect.stringContaining('250') },
      ],
    },
  ]);
  expect(await decisionsAbout(lost)).toMatchObject([{ state: 'unknown', attempts: [{ state: 'unknown' }] }]);
  expect(await decisionsAbout(fine)).toMatchObject([{ state: 'accepted', attempts: [{ state: 'accepted' }] }]);
  expect(await decisionsAbout(left)).toMatchObject([{ state: 'skipped', reason: 'unsubscribed', attempts: [] }]);

  expect(await member.call(explanationRoutes.standing, { email: left })).toMatchObject({
    contact: { subscription: 'unsubscribed', isDeleted: false },
    campaigns: 1,
  });
});

test('pages go from the newest campaign to the oldest, each once', async () => {
  const emails = addresses(1, 'often');
  const groupId = await buildGroup(api.owner, member, emails);
  const sent: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    const { id } = await buildCampaign(member, groupId);
    await member.call(campaignsRoutes.launch, { id });
    await watchLedger(member, id, ({ closed }) => closed);
    sent.unshift(id);
  }
  const first = await member.call(explanationRoutes.decisions, { email: emails[0]!, limit: 2 });
  const second = await member.call(explanationRoutes.decisions, {
    email: emails[0]!,
    limit: 2,
    cursor: first.nextCursor!,
  });
  expect([...first.items, ...second.items].map(({ campaignId }) => campaignId)).toEqual(sent);
  expect(second.nextCursor).toBeNull();
});

test('an address nobody has, and one of another organization, are nobody’s', async () => {
  const [email = ''] = addresses(1, 'elsewhere');
  await buildGroup(api.owner, await api.newOrganization(), [email]);
  const nobody = { contact: null, suppression: null, campaigns: 0 };
  expect(await member.call(explanationRoutes.standing, { email })).toEqual(nobody);
  expect(await decisionsAbout(email)).toEqual([]);
  await expect(member.call(explanationRoutes.standing, { email: 'not an address' })).rejects.toThrow(/address/);
});

test('whoever may not read contacts finds no address and no name of one in anything they can read', async () => {
  const owner = await api.newOrganization();
  const analyst = await api.newMember(owner.organizationId, 'analyst');
  const [gone = '', fine = ''] = [...addresses(1, 'gone'), ...addresses(1, 'fine')];
  const groupId = await buildGroup(api.owner, owner, [gone, fine]);
  const { items: people } = await owner.call(contactsRoutes.list, {});
  for (const { id } of people)
    await owner.call(contactsRoutes.update, { id, firstName: 'Zenobia', lastName: 'Quillfeather' });
  const { id: campaignId, templateId } = await buildCampaign(owner, groupId);
  await owner.call(campaignsRoutes.launch, { id: campaignId });
  await watchLedger(owner, campaignId, ({ closed }) => closed);

  const ids = [campaignId, templateId ?? '', groupId, ...people.map(({ id }) => id)];
  const asked = api.app
    .get(OpenApi)
    .routes()
    .filter(({ method, id }) => method === 'GET' && id !== 'live.changes')
    .flatMap(({ path, query }) => {
      const told = ['email', 'search']
        .filter((key) => query && key in query.shape)
        .map((key): [string, string] => [key, gone]);
      const search = new URLSearchParams(told).toString();
      return (path.includes(':') ? ids.map((id) => path.replaceAll(/:\w+/g, id)) : [path]).flatMap((each) =>
        search ? [each, `${each}?${search}`] : [each],
      );
    });
  const tellsOf = async (reader: TestMember) => {
    const found: string[] = [];
    for (const path of asked) {
      const text = await (await reader.fetch(path)).text();
      if ([gone, fine, 'Zenobia', 'Quillfeather'].some((known) => text.includes(known))) found.push(path);
    }
    return found;
  };
  expect(await tellsOf(analyst)).toEqual([]);
  expect((await tellsOf(owner)).length).toBeGreaterThan(5);
}, 60_000);
