import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import { contactsRoutes } from '@engagex/domain/contacts';
import { deliveriesRoutes } from '@engagex/domain/deliveries';
import { domainLimitsRoutes, mailboxProvidersRoutes, transportsRoutes } from '@engagex/domain/transports';
import { runInScope } from '@engagex/tenancy';
import { addresses, buildCampaign, buildGroup, watchLedger as watch } from '../../testing/builders.ts';
import { startDns } from '../../testing/dns.ts';
import { type Fault, startSmtp, type TestSmtp } from '../../testing/smtp.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { TransportSelection } from './transport-selection.ts';

vi.setConfig({ testTimeout: 90_000 });

type Dns = Awaited<ReturnType<typeof startDns>>;

/** Answers by the first word of an address; may be changed by a test. */
const faults: Record<string, Fault> = { busy: { at: 'rcpt', code: 451 } };

let dns: Dns;
let installation: TestSmtp;
let own: TestSmtp;
let api: TestApi;
/** Servers of single tests: closed last, when nobody holds a connection to them any more. */
const others: TestSmtp[] = [];
beforeAll(async () => {
  dns = await startDns({ 'atelier-nord.net': ['aspmx.l.google.com', 'alt1.aspmx.l.google.com'], 'no-mail.net': [] });
  installation = await startSmtp();
  own = await startSmtp((to) => faults[/^[a-z]+/.exec(to)?.[0] ?? ''] ?? null);
  const settings = { SMTP_URL: installation.url, PRIVATE_NETWORKS: 'true', DNS_SERVERS: dns.address };
  api = await startTestApi({ work: true, settings: { ...settings, DELIVERY_LEASE_SECONDS: '3' } });
});
afterAll(async () => {
  await api.close();
  await Promise.all([installation, own, dns, ...others].map((server) => server.close()));
});

const watchLedger = (...[member, id, until]: Parameters<typeof watch>) => watch(member, id, until, 60_000);
const smtp = (port: number, name = 'Own server') => ({
  transport: { kind: 'smtp' as const, name, host: '127.0.0.1', port, security: 'none' as const },
});
const received = (server: TestSmtp, emails: readonly string[]) =>
  server.messages.map(({ to }) => to).filter((to) => emails.includes(to));

async function launch(member: TestMember, emails: readonly string[]) {
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, emails));
  await member.call(campaignsRoutes.launch, { id: campaign.id });
  return campaign.id;
}

async function closedPort(): Promise<number> {
  const server = await startSmtp();
  await server.close();
  return server.port;
}

const transportOf = async (campaignId: string) => {
  const { rows } = await api.owner.query<{ id: string; count: string }>(
    'select transport_id as id, count(*) from deliveries where campaign_id = $1 group by 1',
    [campaignId],
  );
  return Object.fromEntries(rows.map(({ id, count }) => [id, Number(count)]));
};

test('the first transport of one’s own takes over, the last one that goes gives back; no secret is ever told', async () => {
  const member = await api.newOrganization();
  const [first] = (await member.call(transportsRoutes.list)).items;
  expect(first).toMatchObject({ kind: 'installation', isEnabled: true, health: 'working' });

  const input = { ...smtp(own.port).transport, username: 'shop', secret: 'correct horse' };
  const made = await member.call(transportsRoutes.create, { transport: input });
  expect(made).toMatchObject({ hasSecret: true, username: 'shop', isEnabled: true });
  const answer = await (await member.fetch('/api/transports')).text();
  expect(answer).not.toContain('correct horse');
  const { rows } = await api.owner.query(`select * from transports where id = $1`, [made.id]);
  expect(JSON.stringify(rows)).not.toContain(Buffer.from('correct horse').toString('hex'));
  expect(rows[0].credentials_key_id).toMatch(/^[0-9a-f]{16}$/);
  const all = (await member.call(transportsRoutes.list)).items;
  expect(all.map(({ kind, isEnabled }) => [kind, isEnabled])).toEqual([
    ['installation', false],
    ['smtp', true],
  ]);

  await member.call(transportsRoutes.delete, { id: made.id });
  expect((await member.call(transportsRoutes.list)).items).toMatchObject([{ kind: 'installation', isEnabled: true }]);
  const left = await api.owner.query(`select credentials_encrypted from transports where id = $1`, [made.id]);
  expect(left.rows[0].credentials_encrypted).toBeNull();
});

test('a secret stays with the server it was entered for', async () => {
  const member = await api.newOrganization();
  const transport = { ...smtp(own.port).transport, username: 'shop', secret: 'correct horse' };
  const { id } = await member.call(transportsRoutes.create, { transport });
  const { secret: _, ...without } = transport;
  await member.call(transportsRoutes.update, { id, transport: { ...without, name: 'Renamed' } });
  for (const change of [{ host: '127.0.0.2' }, { username: 'other' }, { port: 2525 }, { security: 'tls' as const }]) {
    await expect(
      member.call(transportsRoutes.update, { id, transport: { ...without, ...change } }),
      JSON.stringify(change),
    ).rejects.toMatchObject({ problem: { code: 'transport.no-secret' } });
  }
});

test('a test message is sent to oneself, and the server’s own words are shown', async () => {
  const member = await api.newOrganization();
  const works = await member.call(transportsRoutes.create, smtp(own.port));
  const answer = await member.call(transportsRoutes.sendTest, { id: works.id });
  expect(answer).toMatchObject({ isAccepted: true, response: expect.stringContaining('queued') });
  expect(received(own, [answer.to])).toHaveLength(1);
  const dead = await member.call(transportsRoutes.create, smtp(await closedPort(), 'Nobody there'));
  expect(await member.call(transportsRoutes.sendTest, { id: dead.id })).toMatchObject({
    isAccepted: false,
    response: expect.stringContaining('ECONNREFUSED'),
  });
  const plain = { transport: { ...smtp(own.port).transport, security: 'starttls' as const } };
  const unencrypted = await member.call(transportsRoutes.create, plain);
  expect(await member.call(transportsRoutes.sendTest, { id: unencrypted.id })).toMatchObject({
    isAccepted: false,
    response: expect.stringContaining('does not offer STARTTLS'),
  });
});

test('a server in a private network is refused unless the installation allows it, by name as by address', async () => {
  const strict = await startTestApi({ settings: { SMTP_URL: installation.url } });
  try {
    const member = await strict.newOrganization();
    for (const host of ['127.0.0.1', 'localhost', '::1', '::ffff:127.0.0.1', '10.0.0.1', '169.254.169.254']) {
      const { id } = await member.call(transportsRoutes.create, {
        transport: { ...smtp(own.port).transport, host },
      });
      expect(await member.call(transportsRoutes.sendTest, { id }), host).toMatchObject({
        isAccepted: false,
        response: expect.stringContaining('private network'),
      });
    }
  } finally {
    await strict.close();
  }
});

test('bad input gets words that say what to do', async () => {
  const member = await api.newOrganization();
  const { transport } = smtp(own.port);
  for (const [change, message] of [
    [{ host: 'smtp://mail.example.com' }, /’s name only/],
    [{ host: '' }, /Enter the server/],
    [{ host: 'mail.example.com\r\nRCPT TO:<x>' }, /Enter the server/],
    [{ port: 0 }, /1 to 65535/],
    [{ port: 70_000 }, /1 to 65535/],
    [{ name: ' ' }, /Enter a name/],
    [{ perSecond: 0 }, /at least 1/],
    [{ perHour: 1.5 }, /whole number/],
    [{ perDay: 1e12 }, /at most/],
    [{ secret: 'a\r\nb' }, /line breaks/],
  ] as const) {
    const refused = member.call(transportsRoutes.create, { transport: { ...transport, ...change } });
    await expect(refused, JSON.stringify(change)).rejects.toMatchObject({
      status: 400,
      problem: { errors: [{ message: expect.stringMatching(message) }] },
    });
  }
});

test('who is not handed over yet goes to the next transport when one cannot be reached', async () => {
  const member = await api.newOrganization();
  const dead = await member.call(transportsRoutes.create, smtp(await closedPort(), 'Nobody there'));
  const next = await member.call(transportsRoutes.create, smtp(own.port));
  const emails = addresses(60);
  const id = await launch(member, emails);
  const ledger = await watchLedger(member, id, ({ closed }) => closed);
  expect(ledger).toMatchObject({ accepted: 60, failed: {} });
  expect(received(own, emails)).toHaveLength(60);
  expect(await transportOf(id)).toEqual({ [next.id]: 60 });
  const { items } = await member.call(transportsRoutes.list);
  expect(items.find((each) => each.id === dead.id)).toMatchObject({
    health: 'unreachable',
    problem: expect.stringContaining('ECONNREFUSED'),
  });
});

test('a transport that could not be reached is tried with one message, and then carries the rest', async () => {
  const member = await api.newOrganization();
  const port = await closedPort();
  const { id: transportId } = await member.call(transportsRoutes.create, smtp(port));
  const emails = addresses(30);
  const id = await launch(member, emails);
  const health = async () => (await member.call(transportsRoutes.list)).items.find((t) => t.id === transportId)?.health;
  await expect.poll(health, { timeout: 60_000 }).toBe('unreachable');
  const waiting = await watchLedger(member, id, ({ submitting }) => submitting === 0);
  expect(waiting).toMatchObject({ pending: 30, deferred: 0, failed: {} });
  const revived = await startSmtp(() => null, port);
  others.push(revived);
  await api.owner.query(`update transports set open_until = now() where id = $1`, [transportId]);
  await api.owner.query(`update campaigns set limited_until = now() where id = $1`, [id]);
  expect(await watchLedger(member, id, ({ closed }) => closed)).toMatchObject({ accepted: 30 });
  await expect.poll(health).toBe('working'); // noted when the batch has ended
  expect(received(revived, emails)).toHaveLength(30);
});

test('a transport is as the last to try it found it, and nobody who hears late of before counts', async () => {
  const member = await api.newOrganization();
  const selection = api.app.get(TransportSelection);
  const { id } = await member.call(transportsRoutes.create, smtp(own.port));
  const health = async () => (await member.call(transportsRoutes.list)).items.find((t) => t.id === id)?.health;
  const scope = { organizationId: member.organizationId, actor: { kind: 'system', name: 'test' } } as const;
  const choose = async () => {
    const choice = await selection.choose();
    if (choice.kind !== 'transport') throw new Error('There is no transport to choose.');
    return choice.transport;
  };
  await runInScope(scope, async () => {
    const [one, other] = [await choose(), await choose()];
    await selection.wasUnreachable(one, 'ECONNREFUSED');
    expect(await health()).toBe('unreachable');
    await setTimeout(2); // the clock counts milliseconds
    await selection.worked({ ...one, failures: 1 });
    await selection.wasUnreachable(other, 'ECONNREFUSED');
    expect(await health()).toBe('working');

    const [first, last] = [await choose(), await choose()];
    await selection.wasUnreachable(first, 'ECONNREFUSED');
    await selection.wasReached(last);
    expect(await health()).toBe('working');

    const before = await choose();
    await member.call(transportsRoutes.limit, { id, perSecond: 5 });
    await selection.wasUnreachable(before, 'ECONNREFUSED');
    expect(await health()).toBe('working');
    await selection.wasUnreachable(await choose(), 'ECONNREFUSED');
    expect(await health()).toBe('unreachable');
  });
});

test('a campaign pauses only when no transport is left, and goes on where it was once one is mended', async () => {
  const member = await api.newOrganization();
  let isKnown = false;
  const strict = await startSmtp(() => (isKnown ? null : { at: 'rcpt', code: 530 }));
  others.push(strict);
  const transport = { ...smtp(strict.port).transport, name: 'Strict' };
  const { id: transportId } = await member.call(transportsRoutes.create, { transport });
  const emails = addresses(20);
  const id = await launch(member, emails);
  const campaign = () => member.call(campaignsRoutes.get, { id });
  await expect.poll(async () => (await campaign()).status, { timeout: 60_000 }).toBe('paused');
  expect((await campaign()).pauseReason).toMatch(/No mail transport is left. “Strict” rejected our messages: 530/);
  const { items } = await member.call(deliveriesRoutes.list, { id });
  expect(items.every(({ state, attempts }) => state === 'pending' && attempts === 0)).toBe(true);

  isKnown = true;
  expect(await member.call(transportsRoutes.sendTest, { id: transportId })).toMatchObject({ isAccepted: true });
  await member.call(campaignsRoutes.resume, { id });
  expect(await watchLedger(member, id, ({ closed }) => closed)).toMatchObject({ accepted: 20 });
});

test('a mailbox provider that defers gets less, and nobody else does, not even those of many domains that defer', async () => {
  const member = await api.newOrganization();
  await member.call(transportsRoutes.create, smtp(own.port));
  const run = Math.random().toString(36).slice(2, 8);
  const emails = [
    ...Array.from({ length: 10 }, (_, n) => `busy${n}.${run}@outlook.com`),
    ...addresses(10),
    ...addresses(10, 'busy'),
  ];
  const id = await launch(member, emails);
  expect(await watchLedger(member, id, ({ deferred, accepted }) => deferred + accepted === 30)).toMatchObject({
    deferred: 20,
    accepted: 10,
  });
  const of = async (mailboxProvider: string) =>
    (await member.call(mailboxProvidersRoutes.list)).items.find((each) => each.mailboxProvider === mailboxProvider);
  await expect.poll(async () => (await of('outlook'))?.share, { timeout: 60_000 }).toBeLessThan(1);
  expect(await of('outlook')).toMatchObject({ perSecond: 10, problem: expect.stringContaining('Try again later') });
  expect(await of('gmail')).toMatchObject({ share: 1, slowedAt: null });
  expect(await of('other')).toMatchObject({ share: 1, slowedAt: null });
});

test('a slow mailbox provider does not keep the others waiting, by the mail exchanger of a company’s own domain too', async () => {
  const member = await api.newOrganization();
  await member.call(mailboxProvidersRoutes.update, { mailboxProvider: 'gmail', perSecond: 1 });
  const slow = Array.from({ length: 12 }, (_, n) => `person${n}@atelier-nord.net`);
  const quick = [...addresses(80), 'someone@no-mail.net'];
  const id = await launch(member, [...slow, ...quick]);
  const ledger = await watchLedger(member, id, () => received(installation, quick).length === quick.length);
  expect(ledger.pending, 'Gmail has not had all yet').toBeGreaterThan(0);
  const { rows } = await api.owner.query<{ mailboxProvider: string; count: string }>(
    'select mailbox_provider as "mailboxProvider", count(*) from deliveries where campaign_id = $1 group by 1 order by 1',
    [id],
  );
  expect(rows).toEqual([
    { mailboxProvider: 'gmail', count: '12' },
    { mailboxProvider: 'other', count: '81' },
  ]);
  expect(dns.asked.filter((name) => name === 'atelier-nord.net')).toHaveLength(1);
  expect(dns.asked.some((name) => name.endsWith('example.com'))).toBe(false);
  await member.call(mailboxProvidersRoutes.update, { mailboxProvider: 'gmail', perSecond: null });
  expect(await watchLedger(member, id, ({ closed }) => closed)).toMatchObject({ accepted: 93 });
});

test('somebody whose address changes while a campaign is paused gets it within the limits of the new provider', async () => {
  const member = await api.newOrganization();
  await member.call(mailboxProvidersRoutes.update, { mailboxProvider: 'other', perSecond: 2 });
  await member.call(mailboxProvidersRoutes.update, { mailboxProvider: 'gmail', perSecond: 1 });
  const emails = addresses(12);
  const id = await launch(member, emails);
  await watchLedger(member, id, ({ accepted }) => accepted > 0);
  await member.call(campaignsRoutes.pause, { id });
  const { rows } = await api.owner.query<{ id: string }>(
    `select contact_id as id from deliveries where campaign_id = $1 and state = 'pending' order by contact_id limit 3`,
    [id],
  );
  const moved = rows.map((_, at) => `moved-${at}-${id}@gmail.com`);
  for (const [at, contact] of rows.entries())
    await member.call(contactsRoutes.update, { ...contact, email: moved[at] });
  const taken = async () => {
    const buckets = await api.owner.query<{ key: string }>('select key from token_buckets where organization_id = $1', [
      member.organizationId,
    ]);
    return buckets.rows.map(({ key }) => key);
  };
  expect(await taken()).not.toContain('mailbox_provider:gmail');
  await member.call(campaignsRoutes.resume, { id });
  expect(await watchLedger(member, id, ({ closed }) => closed)).toMatchObject({ accepted: 12 });
  expect(received(installation, moved).toSorted()).toEqual(moved);
  expect(await taken()).toContain('mailbox_provider:gmail');
});

test('a sending domain that is warmed up sends so many today, says when it goes on, and the plan can be changed', async () => {
  const member = await api.newOrganization();
  const { rows } = await api.owner.query<{ day: string }>(
    `select to_char(now() at time zone time_zone, 'YYYY-MM-DD') as day from organizations where id = $1`,
    [member.organizationId],
  );
  const from = rows[0]!.day;
  const domain = 'shop.example';
  const limit = await member.call(domainLimitsRoutes.create, { domain, warmUp: { from, first: 4, target: 30 } });
  expect(limit.warmUp?.days.map(({ cap }) => cap)).toEqual([4, 8, 16, 30]);
  const emails = addresses(20);
  const id = await launch(member, emails);
  await watchLedger(member, id, ({ accepted }) => accepted === 4);
  const report = () => member.call(reportsRoutes.report, { id });
  await expect.poll(async () => (await report()).waitsFor, { timeout: 60_000 }).toBe(`domain:${domain}`);
  const { waitsUntil, expectedFinishAt, finishBecause, ledger } = await report();
  expect(ledger).toMatchObject({ accepted: 4, pending: 16 });
  expect(finishBecause).toBe(`domain:${domain}`);
  // 16 left: 8 tomorrow, the rest on the day after.
  expect(Date.parse(expectedFinishAt ?? '') - Date.parse(waitsUntil ?? '')).toBe(86_400_000);
  expect(received(installation, emails)).toHaveLength(4);
  expect((await member.call(domainLimitsRoutes.list)).items[0]).toMatchObject({ usedToday: 4, capToday: 4 });

  const { id: limitId } = limit;
  await member.call(domainLimitsRoutes.update, { id: limitId, domain, warmUp: { from, first: 10, target: 30 } });
  await watchLedger(member, id, ({ accepted }) => accepted === 10);
  await member.call(domainLimitsRoutes.delete, { id: limitId });
  expect(await watchLedger(member, id, ({ closed }) => closed)).toMatchObject({ accepted: 20 });
});

test('a review says until when it would take at the limits of today', async () => {
  const member = await api.newOrganization();
  const [transport] = (await member.call(transportsRoutes.list)).items;
  const before = { perSecond: null, perHour: null, perDay: 10 };
  await member.call(transportsRoutes.limit, { id: transport!.id, ...before });
  const campaign = await buildCampaign(member, await buildGroup(api.owner, member, addresses(25)));
  const review = await member.call(campaignsRoutes.review, { id: campaign.id });
  expect(review.finishBecause).toBe(`transport:${transport!.id}:day`);
  const days = (Date.parse(review.expectedFinishAt ?? '') - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(1);
  expect(days).toBeLessThan(2.1);
});
