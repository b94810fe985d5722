import { afterAll, beforeAll, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { templatesRoutes } from '@engagex/domain/templates';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../testing/builders.ts';
import { startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let smtp: TestSmtp;
let api: TestApi;
beforeAll(async () => {
  smtp = await startSmtp();
  api = await startTestApi({ work: true, settings: { SMTP_URL: smtp.url, DELIVERY_LEASE_SECONDS: '2' } });
  await api.owner.query(`create function fail_on_purpose() returns trigger language plpgsql as $$
    begin raise exception 'on purpose'; end $$`);
  await api.owner.query(`create function spoil() returns trigger language plpgsql as $$
    begin new.html := tg_argv[0]; return new; end $$`);
});
afterAll(async () => {
  await api.close();
  await smtp.close();
});

interface Failing {
  readonly member: TestMember;
  readonly id: string;
}

/** A campaign to these people in an organization of its own, for which `trigger` is created before it is launched. */
async function launchFailing(trigger: (id: string) => string, emails = addresses(3)): Promise<Failing> {
  const member = await api.newOrganization();
  await api.owner.query('update organizations set undo_seconds = 1 where id = $1', [member.organizationId]);
  const { id } = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  await api.owner.query(`create trigger "t${id}" ${trigger(id)}`);
  await member.call(campaignsRoutes.launch, { id });
  return { member, id };
}

const fail = (when: string) => `for each row when (${when}) execute function fail_on_purpose()`;
const spoil = (id: string, html: string) =>
  `before insert on campaign_contents for each row when (new.campaign_id = '${id}') execute function spoil('${html}')`;

/** Who was told by mail, and what. */
async function notificationsOf(id: string): Promise<{ kind: string; why: string }[]> {
  return (await api.owner.query('select kind, why from notifications where object_id = $1', [id])).rows;
}

const steps: Readonly<Record<string, { trigger: (id: string) => string; status: string; why: string }>> = {
  'freezing the content': {
    trigger: (id) => `before insert on campaign_contents ${fail(`new.campaign_id = '${id}'`)}`,
    status: 'draft',
    why: 'It could not start: Something went wrong on our side',
  },
  'freezing the audience': {
    trigger: (id) => `before insert on deliveries ${fail(`new.campaign_id = '${id}'`)}`,
    status: 'draft',
    why: 'It could not start: Something went wrong on our side',
  },
  'taking its turn': {
    trigger: (id) => `before insert on delivery_claims ${fail(`new.campaign_id = '${id}'`)}`,
    status: 'paused',
    why: 'Something went wrong on our side',
  },
  'handing over': {
    trigger: (id) => `before update on deliveries ${fail(`new.campaign_id = '${id}' and new.state = 'submitting'`)}`,
    status: 'paused',
    why: 'Something went wrong on our side',
  },
  'ending it': {
    trigger: (id) => `before update on campaigns ${fail(`new.id = '${id}' and new.status = 'sent'`)}`,
    status: 'paused',
    why: 'Something went wrong on our side',
  },
  'reading its content': {
    trigger: (id) => spoil(id, '{% if x %}'),
    status: 'paused',
    why: 'Its content cannot be sent: Tag {% if x %} not closed.',
  },
};

test('a campaign that fails at any step stops in words, its people are told, and another organization is not held up', async () => {
  const launched = await Promise.all(
    Object.entries(steps).map(async ([step, expected]) => ({
      step,
      ...expected,
      ...(await launchFailing(expected.trigger)),
    })),
  );
  const other = await api.newOrganization();
  const fine = await buildCampaign(other, await buildGroup(api.owner, other, addresses(20)));
  await other.call(campaignsRoutes.launch, { id: fine.id });
  await watchLedger(other, fine.id, ({ closed }) => closed, 60_000);
  for (const { step, member, id, status, why } of launched) {
    await expect
      .poll(async () => (await member.call(campaignsRoutes.get, { id })).pauseReason, { timeout: 90_000 })
      .toContain(why);
    expect([step, (await member.call(campaignsRoutes.get, { id })).status]).toEqual([step, status]);
    expect((await notificationsOf(id))[0]).toMatchObject({ kind: status === 'draft' ? 'not_started' : 'paused' });
  }
  const health = await fetch(new URL('/health/work', api.url));
  expect([health.status, await health.text()]).toEqual([503, expect.stringContaining('campaigns (since ')]);
}, 150_000);

test('content that can be read but not rendered for anybody stops before everyone has failed', async () => {
  const hopeless = `{{ "1" | date: "%Y", "No/Zone" }}`;
  const { member, id } = await launchFailing((campaign) => spoil(campaign, hopeless), addresses(3_000));
  await expect
    .poll(async () => (await member.call(campaignsRoutes.get, { id })).pauseReason, { timeout: 30_000 })
    .toContain('Its content could not be prepared for');
  const ledger = () => member.call(deliveriesRoutes.ledger, { id });
  await expect.poll(async () => (await ledger()).failed.content ?? 0).toBeGreaterThan(0);
  expect((await ledger()).pending).toBeGreaterThan(0);
}, 60_000);

test('what a preview shows is what is received, but for tracked addresses', async () => {
  const member = await api.newOrganization();
  await api.owner.query(
    `update organizations set time_zone = 'Pacific/Auckland', postal_address = 'Dorset Street 1' where id = $1`,
    [member.organizationId],
  );
  const [email = ''] = addresses(1);
  const groupId = await buildGroup(api.owner, member, [email]);
  const { items } = await member.call(contactsRoutes.list, {});
  const contactId = items[0]?.id ?? '';
  await api.owner.query(
    `update contacts set attributes = '{"birthday": "2026-03-01", "link": "https://b.example/?a=1&b=<2>"}' where id = $1`,
    [contactId],
  );
  const content = {
    subject: '{{ contact.attributes.birthday | date: "%d %B" }} for {{ contact.first_name }}',
    preheader: 'Fish & chips, {{ contact.first_name }}',
    format: 'mjml' as const,
    textBody: '',
    body: `<mjml><mj-body>{% if contact.attributes.vip %}<mj-section><mj-column><mj-text>VIP</mj-text></mj-column></mj-section>{% endif %}
      <mj-section><mj-column><mj-text>{{ contact.attributes.birthday | date: "%d.%m.%Y" }} <a href="https://a.example/größe">größe</a> <a href='{{ contact.attributes.link | default: "x" }}'>L</a></mj-text>
      <mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>`,
  };
  const template = await member.call(templatesRoutes.create, { ...content, name: 'T' });
  const preview = await member.call(templatesRoutes.preview, { ...content, contactId });
  const { id } = await member.call(campaignsRoutes.create, {
    name: 'Preview',
    templateId: template.id,
    groupIds: [groupId],
    senderName: 'Shop',
    senderEmail: 'hello@shop.example',
  });
  await member.call(campaignsRoutes.launch, { id });
  await watchLedger(member, id, ({ closed }) => closed, 30_000);
  const mail = await smtp.parse(smtp.messages.find(({ to }) => to === email)!);
  const base = api.config.PUBLIC_URL.replace(/\/$/, '');
  const untracked = (text = '', link = 'https://b.example/?a=1&b=<2>') =>
    text
      .replaceAll('\r\n', '\n')
      .replace(/<img src="[^"]*\/open\.gif"[^>]*>/, '')
      .replaceAll(/[^"<\s]*\/t\/[^"/]*\/0/g, 'https://a.example/gr%C3%B6%C3%9Fe')
      .replaceAll(/[^"'<\s]*\/t\/[^"'/]*\/1-0/g, link)
      .replaceAll(new RegExp(`${base}/u/[^"\\s<>]*`, 'g'), '#')
      .trim();
  const shown = preview.html.replace('https://a.example/größe', 'https://a.example/gr%C3%B6%C3%9Fe');
  expect(untracked(mail.html, 'https://b.example/?a=1&amp;b=&lt;2&gt;')).toBe(shown.trim());
  expect(untracked(mail.text)).toBe(preview.text.trim());
  expect(mail.subject).toBe(preview.subject);
  expect(preview.subject).toMatch(/^01 March/);
}, 60_000);
