import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../../testing/certificates.ts';
import { type ReceivedCommand, type Script, startScriptedSmtp } from '../../testing/scripted-smtp.ts';
import { startSecureSmtp } from '../../testing/secure-smtp.ts';
import { SmtpMail } from './smtp-mail.ts';
import type { SmtpServer } from './smtp-url.ts';
import type { Timeouts } from './timeouts.ts';

const host = 'mail.shop.example';
const account = { user: 'shop', password: 'pässword with spaces' };
const authority = createAuthority();
const identity = authority.certify({ hosts: [host] });
/** As PLAIN and LOGIN write it. */
const passwordInBase64 = /AHNob3A|cMOkc3N3b3Jk/;

const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...trusted, authority.cert]));
afterAll(() => setDefaultCACertificates(trusted));

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function reaching(port: number, changes: Partial<SmtpServer> = {}, timeouts: Partial<Timeouts> = {}): SmtpMail {
  const where = { host, address: '127.0.0.1', port, isSecure: false, startTls: 'required', ...account } as const;
  const mail = new SmtpMail({ ...where, ...changes }, { timeouts });
  closing.unshift(() => mail.close());
  return mail;
}

async function honest(options: Partial<Parameters<typeof startSecureSmtp>[0]> = {}) {
  const server = await startSecureSmtp({ identity, tls: 'when asked', account, ...options });
  closing.push(() => server.close());
  return server;
}

async function scripted(script: Script = {}) {
  const server = await startScriptedSmtp({ extensions: ['STARTTLS', 'AUTH PLAIN LOGIN'], ...script });
  closing.push(() => server.close());
  return { ...server, port: Number(new URL(server.url).port) };
}
const whenAsked = { ...identity, begins: 'when asked' } as const;
const atOnce = { ...identity, begins: 'at once' } as const;
const at = (step: ReceivedCommand['step'], answer: (received: ReceivedCommand) => string | null | undefined) => ({
  on: (received: ReceivedCommand) => (received.step === step ? answer(received) : undefined),
});
const letter = {
  deliveryId: 'p',
  from: { name: 'Shop', address: 'hello@shop.example' },
  to: { name: '', address: 'p@example.com' },
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  messageId: '<p@shop.example>',
  headers: {},
};

describe.each([
  ['TLS from the first byte', 'at once', { isSecure: true }],
  ['STARTTLS', 'when asked', {}],
] as const)('%s', (_name, tls, changes) => {
  test.each([[['PLAIN']], [['LOGIN']]] as const)('encrypts first, then signs in with %s', async (mechanisms) => {
    const server = await honest({ tls, mechanisms: [...mechanisms] });
    expect(await reaching(server.port, changes).send(letter)).toMatchObject({ kind: 'accepted' });
    expect(server.signIns).toEqual([{ method: mechanisms[0], isEncrypted: true, isKnown: true }]);
    expect(server.messages).toEqual([{ to: 'p@example.com', isEncrypted: true, user: 'shop' }]);
  });

  test.each([[['PLAIN']], [['LOGIN']]] as const)(
    '%s with a wrong password refuses us altogether',
    async (mechanisms) => {
      const server = await honest({ tls, mechanisms: [...mechanisms] });
      const handOver = await reaching(server.port, { ...changes, password: 'wrong' }).send(letter);
      expect(handOver).toEqual({ kind: 'refused', response: '535 Username and password are not accepted' });
      expect(server.signIns).toEqual([{ method: mechanisms[0], isEncrypted: true, isKnown: false }]);
      expect(server.messages).toEqual([]);
    },
  );

  test.each([
    ['of another host', authority.certify({ hosts: ['other.example'] }), /is for another name/],
    [
      'that has expired',
      authority.certify({ hosts: [host], validUntil: new Date(Date.now() - 60_000) }),
      /has expired/,
    ],
    ['of an authority nobody knows', createAuthority().certify({ hosts: [host] }), /not from a trusted authority/],
  ])('a certificate %s gets neither password nor mail', async (_what, other, words) => {
    const server = await honest({ tls, identity: other });
    const handOver = await reaching(server.port, changes).send(letter);
    expect(handOver.kind).toBe('unreachable');
    expect(handOver.response).toContain(`The server could not prove that it is ${host}: `);
    expect(handOver.response).toMatch(words);
    expect([server.signIns, server.messages]).toEqual([[], []]);
  });
});

test.each([
  ['at once', { isSecure: true }],
  ['when asked', {}],
] as const)('a server named by its address has to prove the address (TLS %s)', async (tls, changes) => {
  const at127 = await honest({ tls, identity: authority.certify({ hosts: ['127.0.0.1'] }) });
  expect(await reaching(at127.port, { ...changes, host: '127.0.0.1' }).send(letter)).toMatchObject({
    kind: 'accepted',
  });
  const localhost = await honest({ tls, identity: authority.certify({ hosts: ['localhost'] }) });
  expect(await reaching(localhost.port, { ...changes, host: '127.0.0.1' }).send(letter)).toMatchObject({
    kind: 'unreachable',
    response: 'The server could not prove that it is 127.0.0.1: its certificate is for another name.',
  });
  expect([localhost.signIns, localhost.messages]).toEqual([[], []]);
});

test('encryption that is offered is used, also when it is not required', async () => {
  const server = await honest();
  expect(await reaching(server.port, { startTls: 'offered' }).send(letter)).toMatchObject({ kind: 'accepted' });
  expect(server.messages).toMatchObject([{ isEncrypted: true }]);
});

test('without STARTTLS a transport that requires it neither signs in nor sends', async () => {
  const stripped = await scripted({ extensions: ['AUTH PLAIN LOGIN'] });
  const refused = { kind: 'refused', response: 'The server does not offer STARTTLS.' };
  expect(await reaching(stripped.port).send(letter)).toEqual(refused);
  expect(stripped.chunks.join('')).not.toMatch(/AUTH|MAIL/);
  const server = await honest({ tls: 'never' });
  expect(await reaching(server.port).send(letter)).toEqual(refused);
  expect(server.signIns).toEqual([]);
  expect(await reaching(server.port, { startTls: 'offered' }).send(letter)).toMatchObject({ kind: 'accepted' });
});

test.each([
  ['454 TLS is not available', 'unreachable'],
  ['501 no', 'unreachable'],
])('STARTTLS answered with %s: nothing goes out in the clear', async (answer, kind) => {
  const server = await scripted({ tls: whenAsked, ...at('encrypt', () => answer) });
  expect(await reaching(server.port).send(letter)).toEqual({ kind, response: answer });
  expect(server.chunks.join('')).not.toMatch(/AUTH|MAIL/);
});

const injected = '250-evil.example\r\n250 AUTH PLAIN\r\n235 welcome\r\n250 ok';

test('answers put in before the encryption are answers to nothing', async () => {
  const server = await scripted({ tls: whenAsked, ...at('encrypt', () => `220 go ahead\r\n${injected}`) });
  const handOver = await reaching(server.port).send(letter);
  expect(handOver).toMatchObject({
    kind: 'unreachable',
    response: 'The server sent data between STARTTLS and TLS.',
  });
  expect(server.chunks.join('')).not.toMatch(passwordInBase64);
  expect(server.messages).toEqual([]);
});

test('answers put in while the encryption begins are answers to nothing', async () => {
  const late = ({ socket }: ReceivedCommand) => {
    socket.write('220 go ahead\r\n', () => socket.write(`${injected}\r\n`));
    return null;
  };
  const server = await scripted({ ...at('encrypt', late), tls: whenAsked });
  expect(await reaching(server.port, {}, { connect: 2_000 }).send(letter)).toMatchObject({ kind: 'unreachable' });
  expect(server.chunks.join('')).not.toMatch(passwordInBase64);
});

test('what the server could do before the encryption counts no more afterwards', async () => {
  const extensions = { before: '250-AUTH PLAIN\r\n250-STARTTLS\r\n250 PIPELINING', after: '250 AUTH LOGIN' };
  let hellos = 0;
  const server = await scripted({
    tls: whenAsked,
    on: ({ step, line }) => {
      if (step === 'hello') return `250-scripted\r\n${(hellos += 1) === 1 ? extensions.before : extensions.after}`;
      if (line === 'AUTH LOGIN') return '334 VXNlcm5hbWU6';
      if (step === 'other') return line === 'c2hvcA==' ? '334 UGFzc3dvcmQ6' : '235 welcome';
      return undefined;
    },
  });
  expect(await reaching(server.port).send(letter)).toMatchObject({ kind: 'accepted' });
  expect(server.chunks.join('')).toMatch(/STARTTLS\r\nEHLO [^\r]*\r\nAUTH LOGIN\r\n/);
  expect(server.chunks.join('')).not.toContain('AUTH PLAIN');
});

/** What the server does when the first bytes of the handshake come, in place of its part of it. */
const thenDoes = (act: (socket: ReceivedCommand['socket']) => void) =>
  at('other', ({ socket }) => {
    socket.removeAllListeners('data').once('data', () => act(socket));
    return '220 go ahead';
  });
test.each([
  ['hangs up in the handshake', thenDoes((socket) => socket.destroy())],
  ['speaks no TLS', thenDoes((socket) => socket.write('500 what?\r\n'))],
  ['says nothing more', thenDoes(() => {})],
])('a server that takes STARTTLS and %s is unreachable', async (_what, script) => {
  const server = await scripted(script); // without a certificate STARTTLS is a word like any other
  const handOver = await reaching(server.port, {}, { connect: 500 }).send(letter);
  expect(handOver.kind).toBe('unreachable');
  expect(handOver.response).not.toBe('');
  expect(server.chunks.join('')).toMatch(/^EHLO [^\r]*\r\nSTARTTLS\r\n$/);
});

test('a server that speaks in the clear where TLS is expected is unreachable', async () => {
  const server = await scripted();
  expect(await reaching(server.port, { isSecure: true }).send(letter)).toMatchObject({ kind: 'unreachable' });
  expect(server.chunks.join('')).not.toMatch(passwordInBase64);
});

test.each([
  ['454 4.7.0 Temporary authentication failure', 'unreachable'],
  ['421 4.7.0 Too many tries', 'unreachable'],
  ['535 5.7.8 Authentication credentials invalid', 'refused'],
  ['534 5.7.9 Use an application password', 'refused'],
])('signing in answered with %s: %s', async (answer, kind) => {
  const server = await scripted({ tls: atOnce, ...at('other', () => answer) });
  const handOver = await reaching(server.port, { isSecure: true }).send(letter);
  expect(handOver).toEqual({ kind, response: answer });
  expect(server.messages).toEqual([]);
});

test('a server that signs nobody in by password refuses us', async () => {
  const server = await scripted({ extensions: ['AUTH GSSAPI XOAUTH2'], tls: atOnce });
  expect(await reaching(server.port, { isSecure: true }).send(letter)).toMatchObject({
    kind: 'refused',
    response: expect.stringContaining('AUTH PLAIN or LOGIN'),
  });
  expect(server.chunks.join('')).not.toMatch(passwordInBase64);
});
