import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import { transportsRoutes } from '@engagex/domain/transports';
import { NodemailerMail } from '../../../adapters/nodemailer-mail.ts';
import { SmtpMail } from '../../../adapters/smtp/smtp-mail.ts';
import type { Mail } from '../../../ports/mail.ts';
import { addresses, buildCampaign, buildGroup, watchLedger } from '../../../testing/builders.ts';
import { type ScriptedSmtp, startScriptedSmtp } from '../../../testing/scripted-smtp.ts';
import { startTestApi, type TestApi } from '../../../testing/test-api.ts';
import { refusesSender } from './refuses-sender.ts';
import { ReturnPathMail } from './return-path-mail.ts';
import { ReturnPathTokens } from './return-path-tokens.ts';

const host = 'bounces.engagex.example';
/** What the server says of senders it does not know, and when. */
let refusal: { readonly at: 'mail' | 'rcpt' | 'message'; readonly words: string } | null = null;
let isDeaf = false;
let server: ScriptedSmtp;
let api: TestApi;
beforeAll(async () => {
  let from = '';
  server = await startScriptedSmtp({
    extensions: ['PIPELINING', 'DSN'],
    on: ({ step, line }) => {
      if (step === 'mail') from = line;
      if (isDeaf && step === 'rcpt') return '550 5.1.1 No such user';
      return refusal && from.includes(host) && step === refusal.at ? refusal.words : undefined;
    },
  });
  api = await startTestApi({ work: true, settings: { SMTP_URL: server.url, BOUNCE_HOST: host } });
});
afterAll(async () => {
  await api.close();
  await server.close();
});
beforeEach(() => {
  refusal = null;
  isDeaf = false;
  server.chunks.length = 0;
});

const tokens = new ReturnPathTokens('Zt1kq8Vw3mXc7bNf5hJr2sLp9gDy4aQe');
const lines = (command: string) =>
  server.chunks
    .join('')
    .split('\r\n')
    .filter((line) => line.startsWith(command));
const sendersAsked = () => lines('MAIL').map((line) => /<(.*)>/.exec(line)![1]!.split('@')[1]);
const one = (n: number, to = `ada+${n}@example.org`) => ({
  deliveryId: `0190aaaa-0000-7000-8000-00000000000${n}`,
  from: { name: 'Shop', address: 'hello@shop.example' },
  to: { name: '', address: to },
  messageId: `<${n}@shop.example>`,
  headers: {},
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
});
const [fast, usual] = [(): Mail => new SmtpMail(server.url), (): Mail => new NodemailerMail(`${server.url}?name=test`)];

async function sendBy(mail: Mail, count: number, known: 'verp' | 'refused' | null = null, complaintHost = host) {
  const found: string[] = [];
  const marked = new ReturnPathMail(mail, {
    tokens,
    pathsOf: async () => (token) => [{ kind: 'verp', address: `${token}@${host}` }],
    complaintHostOf: async () => complaintHost,
    known,
    found: (fact, words) => found.push(`${fact}: ${words}`),
  });
  const answers = await marked.sendAll(Array.from({ length: count }, (_, n) => one(n)));
  await marked.close();
  return { kinds: answers.map(({ kind }) => kind), found };
}

test.each([
  ['SmtpMail', fast],
  ['NodemailerMail', usual],
] as const)(
  '%s: bounces go to an address of ours that names the message, and the server is asked to name it, too',
  async (_, mail) => {
    expect(await sendBy(mail(), 1)).toMatchObject({ kinds: ['accepted'], found: [expect.stringMatching(/^verp/)] });
    const [asked = ''] = lines('MAIL');
    const [, token = '', envelopeId = ''] =
      /^MAIL FROM:<(\w{39})@bounces\.engagex\.example>.* ENVID=(\w+)/.exec(asked) ?? [];
    expect([tokens.read(token), envelopeId]).toEqual([one(0).deliveryId, token]);
    expect(asked).toContain('RET=HDRS');
    const [recipient = ''] = lines('RCPT');
    expect(recipient).toContain('NOTIFY=FAILURE');
    if (mail === fast) expect(recipient).toContain('ORCPT=rfc822;ada+2B0@example.org');
    expect(server.messages.at(-1)?.raw).toContain('From: Shop <hello@shop.example>');
  },
);

test.each([
  ['mail', '550 5.7.1 Sender address rejected: not owned by user'],
  ['mail', '550 Access denied'],
  ['rcpt', '553 5.7.1 <x>: Sender address rejected: not logged in'],
  ['message', '554 5.7.60 SMTP; Client does not have permissions to send as this sender'],
] as const)(
  'a server that refuses our return path at %s (%s) gets everything from the sender instead',
  async (at, words) => {
    refusal = { at, words };
    const { kinds, found } = await sendBy(fast(), 3);
    expect(kinds).toEqual(['accepted', 'accepted', 'accepted']);
    expect(found).toEqual([`refused: ${words}`]);
    expect(sendersAsked().filter((domain) => domain === 'shop.example')).toHaveLength(3);
  },
);

test.each([
  ['shop.example', true],
  ['bounces.shop.example', true],
  ['bounces.engagex.example', false],
  ['myshop.example', false],
])(
  'an address for complaints at %s is named only where the signature of shop.example confirms it',
  async (at, isNamed) => {
    await sendBy(fast(), 1, null, at);
    const raw = (server.messages.at(-1)?.raw ?? '').replace(/\r\n[ \t]+/g, ' ');
    expect([raw.includes('CFBL-Address: fbl-'), raw.includes('CFBL-Feedback-ID: ')]).toEqual([isNamed, isNamed]);
    expect(raw.includes(`@${at}; report=arf`)).toBe(isNamed);
  },
);

test('what is refused from the sender, too, says nothing about return paths', async () => {
  refusal = { at: 'rcpt', words: '553 5.7.1 Sender address rejected' };
  isDeaf = true;
  expect(await sendBy(fast(), 1)).toEqual({ kinds: ['rejected'], found: [] });
});

test('a transport that is known to refuse our return path is not asked again', async () => {
  expect(await sendBy(fast(), 2, 'refused')).toEqual({ kinds: ['accepted', 'accepted'], found: [] });
  expect(sendersAsked()).toEqual(['shop.example', 'shop.example']);
  expect(lines('MAIL')[0]).toContain('ENVID=');
});

test.each([
  ['it takes our return path', false],
  ['it refuses our return path', true],
])('the audit log says whom a test message went to, also where it turns out that %s', async (_, isRefused) => {
  if (isRefused) refusal = { at: 'mail', words: '553 5.7.1 Sender address rejected' };
  const member = await api.newOrganization();
  const [transport] = (await member.call(transportsRoutes.list)).items;
  const id = transport?.id ?? '';
  const { to, isAccepted } = await member.call(transportsRoutes.sendTest, { id });
  expect(isAccepted).toBe(true);
  const { rows } = await api.owner.query(
    `select before, after from audit_entries where organization_id = $1 and action = 'transports.send-test'`,
    [member.organizationId],
  );
  expect(rows).toEqual([{ before: null, after: { to } }]);
});

test('campaigns learn once whether a transport takes our return path, and its page shows it', async () => {
  const member = await api.newOrganization();
  const send = async () => {
    const { id } = await buildCampaign(member, await buildGroup(api.owner, member, addresses(3)));
    await member.call(campaignsRoutes.launch, { id });
    const ledger = await watchLedger(member, id, ({ closed }) => closed);
    expect(ledger).toMatchObject({ accepted: 3 });
  };
  const known = async () => (await member.call(transportsRoutes.list)).items.map(({ returnPath }) => returnPath);
  await send();
  await expect.poll(known).toEqual(['verp']);
  refusal = { at: 'rcpt', words: '553 5.7.1 Sender address rejected: not owned by user' };
  await send();
  await expect.poll(known).toEqual(['refused']);
  server.chunks.length = 0;
  await send();
  expect(new Set(sendersAsked())).toEqual(new Set(['shop.example']));
});

test.each([
  ['refused', '535 5.7.8 Authentication failed'],
  ['rejected', '550 5.1.1 User unknown'],
  ['rejected', '554 5.7.1 Message rejected as spam'],
  ['deferred', '451 4.7.1 Sender address rejected: try again'],
] as const)('%s “%s” is about something else', (kind, response) => {
  expect(refusesSender({ kind, response })).toBe(false);
});
