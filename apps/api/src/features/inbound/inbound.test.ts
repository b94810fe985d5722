import { connect } from 'node:net';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectSecurely } from 'node:tls';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { reportsRoutes } from '@engagex/domain/campaigns';
import { suppressionsRoutes } from '@engagex/domain/suppressions';
import { addresses, watchLedger } from '../../testing/builders.ts';
import { bounceMail, complaintMail } from '../../testing/bounces.ts';
import { buildDeliveries } from '../../testing/receipts.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { ReturnPathTokens } from '../transports/index.ts';
import { InboundListener } from './inbound-listener.ts';

const host = 'bounces.engagex.example';
let api: TestApi;
let tokens: ReturnPathTokens;
let post: (to: string, raw: string, from?: string) => Promise<string>;
beforeAll(async () => {
  api = await startTestApi({
    work: true,
    settings: { BOUNCE_HOST: host, INBOUND_PORT: '0', DELIVERY_LEASE_SECONDS: '2' },
  });
  tokens = new ReturnPathTokens(api.config.TRACKING_SECRET);
  await vi.waitUntil(() => api.app.get(InboundListener).port);
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: port(), ignoreTLS: true });
  post = async (to, raw, from = '') => (await transport.sendMail({ envelope: { from, to }, raw })).response;
});
afterAll(() => api.close());

const port = () => api.app.get(InboundListener).port ?? 0;
const returnPath = (id: string, at = host) => `${tokens.tokenFor(id)}@${at}`;
const mailsOf = async (deliveryId: string) =>
  (
    await api.owner.query<{ state: string; outcome: string }>(
      'select state, outcome from inbound_mails where delivery_id = $1',
      [deliveryId],
    )
  ).rows;

test('a bounce that comes to the return path of a message is one of its receipts, and suppresses its address', async () => {
  const member = await api.newOrganization();
  const [email = '', other = ''] = addresses(2);
  const { campaignId, ids } = await buildDeliveries(api, member, [email, other], ['unknown']);
  const raw = bounceMail({ to: email, status: '5.1.1', words: '550 5.1.1 User unknown' });
  // Mail servers change the case of addresses, and a domain may have a bounce host of its own.
  await post(returnPath(ids[0]!, 'bounces.shop.example').toUpperCase(), raw);
  await expect.poll(async () => mailsOf(ids[0]!)).toEqual([{ state: 'done', outcome: 'dsn' }]);
  const { items } = await member.call(suppressionsRoutes.list, {});
  expect(items.map(({ address, reason }) => [address, reason])).toEqual([[email, 'hard_bounce']]);
  expect(await watchLedger(member, campaignId, () => true)).toMatchObject({ accepted: 1, unknown: 1 });
  expect((await member.call(reportsRoutes.report, { id: campaignId })).bounced).toBe(1);
  // The other side did not hear that it was taken, and sends it again.
  await post(returnPath(ids[0]!, 'bounces.shop.example'), raw);
  expect(await mailsOf(ids[0]!)).toHaveLength(1);
});

test('a complaint is recognized by the Message-ID of the message that it encloses', async () => {
  const member = await api.newOrganization();
  const [email = ''] = addresses(1);
  const { ids } = await buildDeliveries(api, member, [email]);
  await post(`fbl@${host}`, complaintMail({ to: email, messageId: `<${ids[0]}@shop.example>` }), 'fbl@mailbox.example');
  const suppressed = async () => (await member.call(suppressionsRoutes.list, {})).items.map(({ reason }) => reason);
  await expect.poll(suppressed).toEqual(['complaint']);
});

test('an automatic reply to a return path changes nothing', async () => {
  const member = await api.newOrganization();
  const { campaignId, ids } = await buildDeliveries(api, member, addresses(1));
  const reply =
    'From: ada@example.org\r\nTo: us\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nI am away. 550 5.1.1 User unknown\r\n';
  await post(returnPath(ids[0]!), reply);
  await expect.poll(async () => mailsOf(ids[0]!)).toEqual([{ state: 'done', outcome: 'auto_reply' }]);
  expect((await member.call(reportsRoutes.report, { id: campaignId })).bounced).toBe(0);
});

test.each([
  ['an address that nobody has', () => `somebody@${host}`],
  ['a return path whose signature is wrong', () => `${'a'.repeat(39)}@${host}`],
  ['the complaint address at another host', () => 'fbl@elsewhere.example'],
])('%s is refused', async (_, address) => {
  await expect(post(address(), 'Subject: hello\r\n\r\nhello\r\n')).rejects.toMatchObject({ responseCode: 550 });
});

test('whoever tries one address after the other is shown the door', async () => {
  const socket = connect(port(), '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  const ask = async (line: string) => {
    heard = '';
    socket.write(`${line}\r\n`);
    await expect.poll(() => heard).toMatch(/^\d{3} .*\r\n$/m);
    return heard;
  };
  await expect.poll(() => heard).toMatch(/^220 /);
  await ask('EHLO tester.example');
  await ask('MAIL FROM:<>');
  for (let n = 0; n < 10; n += 1) expect(await ask(`RCPT TO:<person${n}@${host}>`)).toMatch(/^550 5\.1\.1/);
  expect(await ask(`RCPT TO:<${returnPath(randomUUID())}>`)).toMatch(/^421/);
  socket.destroy();
});

test('what is too large is refused, and nothing of it kept', async () => {
  const id = randomUUID();
  await expect(
    post(returnPath(id), `Subject: x\r\n\r\n${'x'.repeat(76)}\r\n`.repeat(1).padEnd(11_000_000, 'y\r\n')),
  ).rejects.toMatchObject({
    responseCode: 552,
  });
  expect(await mailsOf(id)).toEqual([]);
});

test('while the database takes nothing the other side keeps its mail, and later it comes in', async () => {
  const member = await api.newOrganization();
  const { ids } = await buildDeliveries(api, member, addresses(1));
  const raw = bounceMail({ to: 'ada@example.org', status: '5.1.1', words: '550 5.1.1 User unknown' });
  await api.owner.query('alter table inbound_mails rename to inbound_mails_away');
  await expect(post(returnPath(ids[0]!), raw)).rejects.toMatchObject({ responseCode: 451 });
  await api.owner.query('alter table inbound_mails_away rename to inbound_mails');
  await post(returnPath(ids[0]!), raw);
  await expect.poll(async () => mailsOf(ids[0]!)).toEqual([{ state: 'done', outcome: 'dsn' }]);
});

/** A bounce that was tried so often. */
async function storedBounce(deliveryId: string, to: string, attempts: number): Promise<void> {
  await api.owner.query(
    `insert into inbound_mails (digest, purpose, recipient, raw, attempts, due_at, delivery_id) values ($1, 'return', $2, $3, $4, now(), $5)`,
    [
      randomUUID(),
      returnPath(deliveryId),
      Buffer.from(bounceMail({ to, status: '5.1.1', words: '550 5.1.1 User unknown' })),
      attempts,
      deliveryId,
    ],
  );
}

test('a mail over which a worker died is read by the next, and given up when that happens to it alone again and again', async () => {
  const member = await api.newOrganization();
  const emails = addresses(3);
  const { ids } = await buildDeliveries(api, member, emails);
  for (const [n, attempts] of [1, 10, 11].entries()) await storedBounce(ids[n]!, emails[n]!, attempts);
  await expect
    .poll(() => Promise.all(ids.map(mailsOf)))
    .toMatchObject([[{ state: 'done' }], [{ state: 'done' }], [{ state: 'failed' }]]);
});

test('a mail that makes every attempt fail takes no others with it', async () => {
  const member = await api.newOrganization();
  const emails = addresses(6);
  const { ids } = await buildDeliveries(api, member, emails);
  await api.owner.query(`create function refuse_receipt() returns trigger language plpgsql as $$
    begin if new.delivery_id = '${ids[0]}' then raise exception 'refused'; end if; return new; end $$`);
  await api.owner.query(
    'create trigger refuse_receipt before insert on delivery_receipts for each row execute function refuse_receipt()',
  );
  // All were tried together for the last time.
  for (const [n, id] of ids.entries()) await storedBounce(id, emails[n]!, 5);
  await expect
    .poll(() => Promise.all(ids.map(mailsOf)))
    .toMatchObject([[{ state: 'waiting' }], ...ids.slice(1).map(() => [{ state: 'done', outcome: 'dsn' }])]);
  await api.owner.query('drop trigger refuse_receipt on delivery_receipts');
  await api.owner.query('delete from inbound_mails where delivery_id = $1', [ids[0]]);
});

test('mail is forgotten after 30 days', async () => {
  const id = randomUUID();
  await api.owner.query(
    `insert into inbound_mails (digest, purpose, recipient, raw, state, received_at, delivery_id)
     select x::text::bytea, 'postmaster', 'p', '', 'done', now() - make_interval(days => x), $1 from unnest(array[29, 31, 40]) x`,
    [id],
  );
  const { InboundMails } = await import('./inbound-mails.ts');
  expect(await api.app.get(InboundMails).forget()).toBe(2);
  expect(await mailsOf(id)).toHaveLength(1);
});

test('mail comes in encrypted where the other side wants to, with a certificate for the bounce host', async () => {
  const member = await api.newOrganization();
  const { ids } = await buildDeliveries(api, member, addresses(1));
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: port(),
    requireTLS: true,
    tls: { rejectUnauthorized: false }, // it is signed by itself
  });
  const raw = bounceMail({ to: 'ada@example.org', status: '4.2.2', words: '452 4.2.2 Mailbox full' });
  await transport.sendMail({ envelope: { from: '', to: returnPath(ids[0]!) }, raw });
  await expect.poll(async () => mailsOf(ids[0]!)).toEqual([{ state: 'done', outcome: 'dsn' }]);
  expect(await subjectOfCertificate()).toContain(host);
});

/** Says STARTTLS by hand. */
async function subjectOfCertificate(): Promise<string> {
  const socket = connect(port(), '127.0.0.1');
  const hear = async () => String(((await once(socket, 'data')) as [Buffer])[0]);
  await hear();
  socket.write('EHLO tester.example\r\n');
  expect(await hear()).toContain('STARTTLS');
  socket.write('STARTTLS\r\n');
  await hear();
  const secured = connectSecurely({ socket, rejectUnauthorized: false });
  await once(secured, 'secureConnect');
  const { subjectaltname = '' } = secured.getPeerCertificate();
  secured.destroy();
  return subjectaltname;
}
