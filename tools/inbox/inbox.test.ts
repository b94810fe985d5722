import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { startInbox } from './inbox.ts';
import type { Inbox } from './inbox.ts';
import { Mailbox } from './mailbox.ts';
import type { Opened, Summary } from './message.ts';

const folder = temporaryFolder();
let inbox: Inbox;

beforeAll(async () => {
  inbox = await startInbox({ smtpPort: 0, httpPort: 0 });
});
beforeEach(() => inbox.mailbox.clear());
afterAll(() => inbox.stop());

test('a message is accepted, listed and shown with its HTML, text and headers', async () => {
  await send({ to: 'anna@example.com', subject: 'Grüße aus Köln', html: '<p>Guten <b>Tag</b></p>', text: 'Guten Tag' });

  const { messages } = await get<{ messages: Summary[] }>('/api/messages');
  expect(messages).toMatchObject([
    { from: 'Shop <shop@example.com>', to: ['anna@example.com'], subject: 'Grüße aus Köln' },
  ]);
  const opened = await get<Opened>(`/api/messages/${messages[0]?.id}`);
  expect(opened).toMatchObject({
    html: expect.stringContaining('<b>Tag</b>'),
    text: expect.stringContaining('Guten Tag'),
  });
  expect(opened.headers).toContainEqual({ name: 'X-Campaign', value: 'autumn' });
  expect(await text(`/api/messages/${messages[0]?.id}/raw`)).toContain('X-Campaign: autumn');
});

test('a site that makes its name lead to this machine reads no mail', async () => {
  await send({ to: 'a@example.com', text: 'Secret' });
  const ask = async (host: string, method = 'GET') => {
    const asked = request({
      port: inbox.httpPort,
      host: '127.0.0.1',
      path: '/api/messages',
      method,
      headers: { host },
    });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage]; // what `response` carries
    response.resume();
    return response.statusCode;
  };
  const port = inbox.httpPort;
  for (const host of ['evil.example', `evil.example:${port}`, 'localhost.evil.example', '127.0.0.1.evil.example'])
    expect([await ask(host), await ask(host, 'DELETE')], host).toEqual([403, 403]);
  expect(inbox.mailbox.count).toMatchObject({ kept: 1 });
  for (const host of ['localhost', `LOCALHOST:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
    expect(await ask(host), host).toBe(200);
});

test('pictures that a message brings along are shown in it', async () => {
  const picture = { filename: 'dot.gif', content: Buffer.from('GIF89a'), cid: 'dot@shop' };
  await send({ to: 'a@example.com', html: '<img src="cid:dot@shop">', attachments: [picture] });
  const opened = await get<Opened>(`/api/messages/${await latestId()}`);
  expect(opened.html).toContain('src="data:image/gif;base64,R0lGODlh"');
  expect(opened.attachments).toEqual([{ filename: 'dot.gif', type: 'image/gif', size: 6 }]);
});

test('a message is shown as a page that may run nothing', async () => {
  await send({ to: 'a@example.com', html: '<script>alert(1)</script>' });
  const response = await fetch(`${inbox.url}/api/messages/${await latestId()}/html`);
  const policy = response.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/sandbox(?!.*allow-scripts)/);
});

test.each([
  ['to=ANNA', ['1']],
  ['search=shop@example.com', ['3', '2', '1']],
  ['search=number%202', ['2']],
  ['search=nothing-like-it', []],
])('messages are found by %s', async (query, expected) => {
  await sendNumbered('anna@example.com', 'bert@example.com', 'carla@example.com');
  const { messages } = await get<{ messages: Summary[] }>(`/api/messages?${query}`);
  expect(messages.map(({ subject }) => subject.replace('Number ', ''))).toEqual(expected);
});

test('pages follow each other, newest first, without gap or repetition', async () => {
  await sendNumbered('a@x.org', 'b@x.org', 'c@x.org', 'd@x.org');
  const first = await get<{ messages: Summary[]; next: number }>('/api/messages?limit=2');
  const second = await get<{ messages: Summary[]; next: null }>(`/api/messages?limit=2&before=${first.next}`);
  expect([...first.messages, ...second.messages].map(({ to }) => to[0])).toEqual([
    'd@x.org',
    'c@x.org',
    'b@x.org',
    'a@x.org',
  ]);
  expect(second.next).toBeNull();
});

test('an address that asks for a refusal gets it', async () => {
  await expect(send({ to: 'fail-550@example.com' })).rejects.toMatchObject({ responseCode: 550 });
  await expect(send({ to: 'Defer-451+tag@example.com' })).rejects.toMatchObject({ responseCode: 451 });
  expect((await get<{ kept: number }>('/api/count')).kept).toBe(0);
});

test('a refused recipient does not keep the others from their copy', async () => {
  const { accepted, rejected } = await send({ to: ['anna@example.com', 'fail-552@example.com'] });
  expect({ accepted, rejected }).toEqual({ accepted: ['anna@example.com'], rejected: ['fail-552@example.com'] });
});

test('an address that asks to be hung up on leaves the sender without an answer, and the message here', async () => {
  await expect(send({ to: 'hang-up@example.com' })).rejects.toThrow(/closed|reset|hang up|ECONN/i);
  expect((await get<{ kept: number }>('/api/count')).kept).toBe(1);
});

test('a message beyond the limit is refused and not kept', async () => {
  const huge = send({ to: 'a@example.com', text: 'x'.repeat(26 * 1024 * 1024) });
  await expect(huge).rejects.toMatchObject({ responseCode: 552 });
  expect((await get<{ kept: number }>('/api/count')).kept).toBe(0);
});

test('a client may send the next envelope without waiting for the answer to the last', async () => {
  const socket = connect(inbox.smtpPort, '127.0.0.1').setEncoding('utf8');
  const [greeting] = (await once(socket, 'data')) as [string];
  expect(greeting).toMatch(/^220 /);
  const envelope = (to: string) => `MAIL FROM:<a@b.c>\r\nRCPT TO:<${to}>\r\nDATA\r\n`;
  socket.write(`EHLO x\r\n${envelope('one@x.org')}Subject: 1\r\n\r\nHi\r\n.\r\n${envelope('two@x.org')}`);
  socket.write('Subject: 2\r\n\r\n..dots\r\n.\r\nQUIT\r\n');
  const answers = (await socket.toArray()).join('');
  expect(answers.match(/^\d{3} /gm)).toEqual(
    ['250', '250', '250', '354', '250', '250', '250', '354', '250', '221'].map((code) => `${code} `),
  );
  expect(await text(`/api/messages/${await latestId()}/raw`)).toBe('Subject: 2\r\n\r\n.dots\r\n');
});

test('deleting forgets every message', async () => {
  await send({ to: 'a@example.com' });
  await fetch(`${inbox.url}/api/messages`, { method: 'DELETE' });
  expect(await get('/api/messages')).toEqual({ messages: [], next: null });
});

test('the oldest messages make room, by number and by size', () => {
  const mailbox = new Mailbox(null, { messages: 3, bytes: 100 });
  for (const size of [10, 10, 10, 10]) mailbox.receive(messageOf(size));
  expect(mailbox.find({ limit: 10 }).messages.map(({ id }) => id)).toEqual([4, 3, 2]);
  mailbox.receive(messageOf(85));
  expect(mailbox.find({ limit: 10 }).messages.map(({ id }) => id)).toEqual([5, 4]);
  expect(mailbox.count).toEqual({ kept: 2, received: 5 });
});

test('mail outlives a restart, even when the last of it was cut short', async () => {
  const dir = join(folder, 'kept');
  const before = await startInbox({ smtpPort: 0, httpPort: 0, dir });
  before.mailbox.receive(messageOf(20));
  await before.stop();
  appendFileSync(
    join(dir, 'mail.log'),
    '{"receivedAt":"2026-11-21T00:00:00.000Z","from":"a","to":[],"size":99}\ncut sh',
  );

  const after = await startInbox({ smtpPort: 0, httpPort: 0, dir });
  expect(after.mailbox.count.kept).toBe(1);
  after.mailbox.receive(messageOf(30));
  await after.stop();

  const last = await startInbox({ smtpPort: 0, httpPort: 0, dir });
  expect(last.mailbox.find({ limit: 10 }).messages.map(({ size }) => size)).toEqual([30, 20]);
  await last.stop();
});

function send(message: { to: string | string[] } & Record<string, unknown>) {
  const transport = createTransport(inbox.smtpUrl);
  return transport.sendMail({
    from: 'Shop <shop@example.com>',
    subject: 'Hello',
    text: 'Hello',
    headers: { 'X-Campaign': 'autumn' },
    ...message,
  });
}

async function sendNumbered(...recipients: string[]) {
  for (const [index, to] of recipients.entries()) await send({ to, subject: `Number ${index + 1}` });
}

async function latestId(): Promise<number | undefined> {
  return (await get<{ messages: Summary[] }>('/api/messages?limit=1')).messages[0]?.id;
}

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(inbox.url + path)).json()) as T; // the inbox's own answer
}

async function text(path: string): Promise<string> {
  return (await fetch(inbox.url + path)).text();
}

function messageOf(size: number) {
  return { receivedAt: new Date(0), from: 'a@x.org', to: ['b@x.org'], raw: Buffer.alloc(size, 'x') };
}

test('the demo shop sends its events with the key it was given, and takes no key from another site', async () => {
  const connect = (type: string, settings: object) =>
    fetch(`${inbox.url}/shop`, { method: 'PUT', headers: { 'content-type': type }, body: JSON.stringify(settings) });
  const settings = { key: 'egx_pub_abc', host: 'http://localhost:3000' };
  expect(await get('/shop-files/settings.json')).toEqual({});
  expect((await connect('text/plain', settings)).status).toBe(400);
  expect((await connect('application/json', { ...settings, host: "'unsafe-inline'; x" })).status).toBe(400);
  expect((await connect('application/json', settings)).status).toBe(200);
  expect(await get('/shop-files/settings.json')).toEqual(settings);
  const page = await fetch(`${inbox.url}/shop/products/wool-coat`);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self' http://localhost:3000;");
  for (const name of ['shop.js', 'start.js', 'shop.css'])
    expect((await fetch(`${inbox.url}/shop-files/${name}`)).status, name).toBe(200);
  expect((await fetch(`${inbox.url}/shop-files/shop.html`)).status).toBe(404);
});
