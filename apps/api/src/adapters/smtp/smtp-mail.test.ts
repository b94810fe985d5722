import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { type HandOver, unwatched, type WholeMessage } from '../../ports/mail.ts';
import {
  type ReceivedCommand,
  type Script,
  type ScriptedSmtp,
  startScriptedSmtp,
} from '../../testing/scripted-smtp.ts';
import { SmtpMail } from './smtp-mail.ts';
import type { Timeouts } from './timeouts.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function against(script: Script, timeouts: Partial<Timeouts> = {}): Promise<[SmtpMail, ScriptedSmtp]> {
  const server = await startScriptedSmtp(script);
  const mail = new SmtpMail(server.url, { timeouts });
  closing.push(
    () => mail.close(),
    () => server.close(),
  );
  return [mail, server];
}

const messageTo = (to: string, changes: Partial<WholeMessage> = {}): WholeMessage => ({
  deliveryId: to,
  from: { name: 'Shop', address: 'hello@shop.example' },
  to: { name: '', address: to.includes('@') ? to : `${to}@example.com` },
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  messageId: `<${to}@shop.example>`,
  headers: {},
  ...changes,
});
const people = (count: number) => Array.from({ length: count }, (_, index) => messageTo(`p${index}`));
const kindsOf = (handOvers: readonly { kind: string }[]) => handOvers.map(({ kind }) => kind);
const only = (
  step: ReceivedCommand['step'],
  answer: string | null,
  when: (received: ReceivedCommand) => boolean = () => true,
): Script => ({
  on: (received) => (received.step === step && when(received) ? answer : undefined),
});

test('a server that takes pipelines gets the next message’s commands with the final dot', async () => {
  const [mail, server] = await against({});
  expect(new Set(kindsOf(await mail.sendAll(people(100))))).toEqual(new Set(['accepted']));
  expect(new Set(server.messages.map(({ to }) => to)).size).toBe(100);
  expect(server.chunks.some((chunk) => /\r\n\.\r\nMAIL FROM:[^\r]*\r\nRCPT TO:[^\r]*\r\nDATA\r\n$/.test(chunk))).toBe(
    true,
  );
});

test('what a key signs carries its signature on top', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const server = await startScriptedSmtp();
  const mail = new SmtpMail(server.url, { keyFor: () => ({ domain: 'shop.example', selector: 's1', privateKey }) });
  closing.push(
    () => mail.close(),
    () => server.close(),
  );
  expect(kindsOf(await mail.sendAll(people(20)))).not.toContain('unreachable');
  expect(server.messages.filter(({ raw }) => raw.startsWith('DKIM-Signature: v=1; a=ed25519-sha256;'))).toHaveLength(
    20,
  );
});

test('a server without pipelining gets one command at a time', async () => {
  const [mail, server] = await against({ extensions: [] });
  expect(new Set(kindsOf(await mail.sendAll(people(40))))).toEqual(new Set(['accepted']));
  expect(server.messages).toHaveLength(40);
  expect(server.chunks.filter((chunk) => /^(MAIL|RCPT)/.test(chunk) && chunk.split('\r\n').length > 2)).toEqual([]);
});

test.each([
  ['mail', '550 not from you', 'refused'],
  ['mail', '552 too large', 'rejected'],
  ['mail', '451 later', 'deferred'],
  ['rcpt', '550-no such\r\n550 person', 'rejected'],
  ['rcpt', '552 too many', 'deferred'],
  ['rcpt', '450 greylisted', 'deferred'],
  ['rcpt', '530 sign in first', 'refused'],
  ['data', '554 no', 'rejected'],
  ['data', '451 later', 'deferred'],
  ['message', '554 spam', 'rejected'],
  ['message', '452 full', 'deferred'],
] as const)('%s answered with %j means %s, and the next message goes', async (step, answer, kind) => {
  const [mail, server] = await against(
    only(step, answer, ({ message, connection }) => message === 1 && connection === 1),
  );
  const [first, ...others] = await mail
    .sendAll([messageTo('p0')])
    .then(async (one) => [...one, ...(await mail.sendAll(people(3)))]);
  expect(first).toMatchObject({ kind, response: expect.stringContaining(answer.slice(0, 3)) });
  // A server that counts messages by DATA still stands at the first one.
  const expected = step === 'message' ? ['accepted', 'accepted', 'accepted'] : undefined;
  if (expected) expect(kindsOf(others)).toEqual(expected);
  expect(server.connections()).toBeGreaterThan(0);
});

test('a refused recipient does not take the transaction of the next along', async () => {
  const [mail, server] = await against(only('rcpt', '550 unknown', ({ line }) => line.includes('bad')));
  const handOvers = await mail.sendAll(
    Array.from({ length: 60 }, (_, index) => messageTo(index % 3 ? `good${index}` : `bad${index}`)),
  );
  expect(handOvers.map(({ kind }, index) => kind === (index % 3 ? 'accepted' : 'rejected'))).not.toContain(false);
  expect(server.messages.map(({ to }) => to).filter((to) => to.startsWith('bad'))).toEqual([]);
  expect(server.messages).toHaveLength(40);
  expect(server.chunks.join('')).toContain('RSET\r\nMAIL');
});

test('a server that wants the message of a refused recipient gets an empty one', async () => {
  const [mail, server] = await against({
    on: ({ step, line }) => {
      if (step === 'rcpt' && line.includes('bad')) return '550 unknown';
      if (step === 'data') return '354 go on all the same';
      return step === 'message' && line === '' ? '554 nobody to send to' : undefined;
    },
  });
  expect(kindsOf(await mail.sendAll([messageTo('bad'), messageTo('good')]))).toEqual(['rejected', 'accepted']);
  expect(server.messages.map(({ to }) => to)).toEqual(['good@example.com']);
});

test.each([
  ['the connection', ({ socket }: ReceivedCommand): void => void socket.destroy()],
  ['with 421', ({ socket }: ReceivedCommand): void => void socket.end('421 shutting down\r\n')],
] as const)('a server that ends %s before the final dot has not got the message: it goes again', async (_how, end) => {
  for (const step of ['mail', 'rcpt', 'data'] as const) {
    const [mail, server] = await against({
      on: (received) => (received.step === step && received.connection === 1 ? (end(received), null) : undefined),
    });
    expect(kindsOf(await mail.sendAll([messageTo('p')]))).toEqual(['accepted']);
    expect(server.messages).toHaveLength(1);
  }
});

test('a server that always hangs up before the final dot is unreachable, and nothing was handed over', async () => {
  const [mail, server] = await against({
    on: ({ step, socket }) => (step === 'data' ? (socket.destroy(), null) : undefined),
  });
  expect(new Set(kindsOf(await mail.sendAll(people(20))))).toEqual(new Set(['unreachable']));
  expect(server.messages).toEqual([]);
});

test('one that says 421 to a recipient twice has said something about them', async () => {
  const [mail] = await against({
    on: ({ step, socket }) => (step === 'rcpt' ? (socket.end('421 4.7.0 not today\r\n'), null) : undefined),
  });
  expect(await mail.send(messageTo('p'))).toEqual({ kind: 'deferred', response: '421 4.7.0 not today' });
});

const cutAt = (step: ReceivedCommand['step'], isMeant: (line: string) => boolean, extensions?: string[]): Script => ({
  ...(extensions ? { extensions } : {}),
  on: (received) => (received.step === step && isMeant(received.line) ? (received.socket.destroy(), null) : undefined),
});

test.each([
  ['that takes pipelines', ['PIPELINING']],
  ['that takes one command at a time', []],
])(
  'a server %s and hangs up on one recipient has said something about them, and nobody else',
  async (_how, extensions) => {
    const [mail, server] = await against(cutAt('rcpt', (line) => line.includes('<p7@'), extensions));
    const handOvers = await mail.sendAll(people(60));
    expect(handOvers[7]).toMatchObject({
      kind: 'deferred',
      response: expect.stringMatching(/when given this recipient, 2 times in sessions with no other recipient\.$/),
    });
    expect(new Set(kindsOf(handOvers.toSpliced(7, 1)))).toEqual(new Set(['accepted']));
    expect(new Set(server.messages.map(({ to }) => to)).size).toBe(59);
    expect(server.messages).toHaveLength(59);
  },
);

test('the same when the server takes its answers to a pipeline along as it hangs up', async () => {
  let chunks: readonly string[] = [];
  const [mail, server] = await against({
    on: ({ step, line, socket }) => {
      if (step === 'mail') return chunks.at(-1)?.includes('<odd@') ? null : undefined;
      return step === 'rcpt' && line.includes('<odd@') ? (socket.destroy(), null) : undefined;
    },
  });
  chunks = server.chunks;
  const handOvers = kindsOf(await mail.sendAll([...people(10), messageTo('odd')]));
  expect(handOvers).toEqual([...people(10).map(() => 'accepted'), 'deferred']);
});

test('the same when there is nobody else', async () => {
  const [mail, server] = await against(cutAt('rcpt', () => true));
  expect(await mail.send(messageTo('p'))).toMatchObject({ kind: 'deferred' });
  expect(server.connections()).toBe(4);
});

test.each(['hello', 'mail', 'rcpt'] as const)(
  'a server that hangs up on everybody (at %s) is unreachable, and nobody’s attempt is used up',
  async (step) => {
    const [mail, server] = await against(cutAt(step, () => true));
    expect(new Set(kindsOf(await mail.sendAll(people(30))))).toEqual(new Set(['unreachable']));
    expect(server.messages).toEqual([]);
  },
);

test('recipients on whom a server hangs up, and then says nothing at all, hold up no others on whom it hung up', async () => {
  const cuts = new Map<string, number>();
  const [mail] = await against({
    on: ({ step, to, line, socket }) => {
      const address = step === 'rcpt' ? (/<(.*)>/.exec(line)?.[1] ?? '') : to;
      if (step !== 'rcpt' || address.startsWith('p')) return undefined;
      const cut = (cuts.get(address) ?? 0) + 1;
      cuts.set(address, cut);
      if (cut > 2) return address.startsWith('silent') ? null : undefined;
      return (socket.destroy(), null);
    },
  });
  const silent = Array.from({ length: 3 }, (_, index) => messageTo(`silent${index}`));
  const unlucky = Array.from({ length: 5 }, (_, index) => messageTo(`unlucky${index}`));
  const answered: string[] = [];
  const all = [...silent, ...unlucky, ...people(20)];
  const sending = all.map((each) => mail.send(each).then(({ kind }) => answered.push(`${each.deliveryId} ${kind}`)));
  const others = all.slice(silent.length).map(({ deliveryId }) => `${deliveryId} accepted`);
  await expect.poll(() => answered.toSorted(), { timeout: 20_000 }).toEqual(others.toSorted());
  await mail.close();
  await Promise.all(sending);
}, 30_000);

test('recipients that a server was found to mean are still meant when they are tried again together', async () => {
  const [mail] = await against(cutAt('rcpt', (line) => line.includes('<odd')));
  const odd = Array.from({ length: 6 }, (_, index) => messageTo(`odd${index}`));
  for (const each of odd)
    expect(kindsOf(await mail.sendAll([each, ...people(2)]))).toEqual(['deferred', 'accepted', 'accepted']);
  expect(new Set(kindsOf(await mail.sendAll(odd)))).toEqual(new Set(['deferred']));
});

test('after the final dot, 421 is an answer and silence is not', async () => {
  const [mail] = await against(only('message', '421 full'));
  expect(await mail.send(messageTo('p'))).toMatchObject({ kind: 'deferred' });
  const [other] = await against({
    on: ({ step, socket }) => (step === 'message' ? (socket.destroy(), null) : undefined),
  });
  expect(await other.send(messageTo('p'))).toMatchObject({ kind: 'unknown' });
});

test('what rode along with a lost message goes again, the lost one does not', async () => {
  let lost = '';
  const [mail, server] = await against({
    on: ({ step, socket, message, connection, line }) => {
      if (step !== 'message' || connection !== 1 || message !== 2) return undefined;
      lost = /^To: (.*)$/m.exec(line)?.[1] ?? '';
      socket.destroy();
      return null;
    },
  });
  const handOvers = await mail.sendAll(people(50));
  const unknown = handOvers.flatMap(({ kind }, index) =>
    kind === 'accepted' ? [] : [[kind, `p${index}@example.com`]],
  );
  expect(unknown).toEqual([['unknown', lost.trim()]]);
  const received = server.messages.map(({ to }) => to);
  expect(new Set(received).size, 'nobody got two messages').toBe(received.length);
});

test('a large message cut before all of it was written has not been handed over', async () => {
  let cuts = 0;
  const [mail, server] = await against({
    extensions: ['PIPELINING'],
    on: ({ step, socket }) => {
      if (step !== 'data') return undefined;
      cuts += 1;
      socket.write('354 go on\r\n');
      socket.pause();
      setTimeout(() => socket.destroy(), 300); // by then its buffers are full, and the rest waits on our side
      return null;
    },
  });
  const handOver = await mail.send(messageTo('p', { html: 'x'.repeat(16_000_000) }));
  expect(handOver.kind).toBe('unreachable');
  expect([cuts, server.messages.length]).toEqual([2, 0]);
});

test.each([
  ['garbage', 'hello there'],
  ['a line without end', 'x'.repeat(10_000)],
  ['a reply without end', Array.from({ length: 1_000 }, () => '250-more').join('\r\n')],
  ['two codes in one reply', '250-yes\r\n550 no'],
  ['a code that does not exist', '999 ok'],
])('%s for an answer ends the connection before the message is handed over', async (_what, answer) => {
  const [mail, server] = await against(only('rcpt', answer));
  expect(kindsOf(await mail.sendAll(people(3)))).toEqual(['unreachable', 'unreachable', 'unreachable']);
  expect(server.messages).toEqual([]);
});

test.each([
  ['rcpt', '250 ok\r\n250 ok once more', 'unreachable'],
  ['data', '354 go on\r\n250 taken already', 'unreachable'],
  ['data', '250 fine', 'unreachable'],
  ['message', '354 go on', 'unknown'],
  ['message', 'nonsense', 'unknown'],
] as const)('answers out of count (%s: %j) are never taken for another message’s: %s', async (step, answer, kind) => {
  const [mail] = await against(only(step, answer));
  expect(kindsOf(await mail.sendAll([messageTo('p')]))).toEqual([kind]);
});

test('an answer too many after a message does not make the next one accepted', async () => {
  const [mail, server] = await against(
    only('message', '250 taken\r\n250 and again', ({ connection }) => connection === 1),
  );
  const handOvers = await mail.sendAll(people(30));
  const accepted = handOvers.flatMap(({ kind }, index) => (kind === 'accepted' ? [`p${index}@example.com`] : []));
  expect(server.messages.map(({ to }) => to)).toEqual(expect.arrayContaining(accepted));
});

test('what trickles in buys no time', async () => {
  const [mail] = await against(
    {
      on: ({ step, socket }) => {
        if (step !== 'message') return undefined;
        const trickle = setInterval(
          () => (socket.destroyed ? clearInterval(trickle) : socket.write('250-wait\r\n')),
          50,
        );
        return null;
      },
    },
    { dot: 300 },
  );
  expect(await mail.send(messageTo('p'))).toEqual({ kind: 'unknown', response: 'The server took too long to answer.' });
});

test('a server that never greets, or refuses to, is told apart', async () => {
  const [silent] = await against(only('greeting', null), { greeting: 100 });
  expect(await silent.send(messageTo('p'))).toMatchObject({ kind: 'unreachable' });
  const [full] = await against(only('greeting', '421 too many connections'));
  expect(await full.send(messageTo('p'))).toMatchObject({ kind: 'unreachable', response: '421 too many connections' });
  const [unwelcome] = await against(only('greeting', '554 not you'));
  expect(await unwelcome.send(messageTo('p'))).toMatchObject({ kind: 'refused', response: '554 not you' });
});

test('a server that takes two connections at most is used with two', async () => {
  const [mail, server] = await against(
    only('greeting', '421 too many connections', ({ connection }) => connection > 2),
  );
  expect(new Set(kindsOf(await mail.sendAll(people(200))))).toEqual(new Set(['accepted']));
  expect(server.messages).toHaveLength(200);
});

test('nothing in a message ends it early or begins another', async () => {
  const smuggled = [
    '\r\n.\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<victim@example.com>\r\nDATA\r\nhi\r\n.\r\n',
    '\n.\nMAIL FROM:<evil@example.com>\n',
    '\r.\rMAIL FROM:<evil@example.com>\r',
    '.',
    '..\r\n.',
  ];
  const [mail, server] = await against({});
  const sent = smuggled.map((text, index) => messageTo(`p${index}`, { text, html: text, subject: text }));
  expect(new Set(kindsOf(await mail.sendAll(sent)))).toEqual(new Set(['accepted']));
  expect(server.messages).toHaveLength(smuggled.length);
  for (const { raw } of server.messages) {
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  }
});

test('a message larger than the server takes is not even begun', async () => {
  const [mail, server] = await against({ extensions: ['PIPELINING', 'SIZE 5000'] });
  const [large, small] = await mail.sendAll([messageTo('p', { html: 'x'.repeat(6_000) }), messageTo('q')]);
  expect(large).toMatchObject({ kind: 'rejected', response: 'The server accepts messages of up to 5000 bytes.' });
  expect(small?.kind).toBe('accepted');
  expect(server.chunks.join('')).toMatch(/MAIL FROM:<hello@shop\.example> SIZE=\d+\r\n/);
  expect(server.messages).toHaveLength(1);
});

test('an address in UTF-8 goes only where it is understood', async () => {
  const [plain] = await against({});
  expect(await plain.send(messageTo('jörg@example.com'))).toMatchObject({ kind: 'rejected' });
  const [modern, server] = await against({ extensions: ['PIPELINING', '8BITMIME', 'SMTPUTF8'] });
  expect(await modern.send(messageTo('jörg@example.com'))).toMatchObject({ kind: 'accepted' });
  expect(server.chunks.join('')).toContain('SMTPUTF8 BODY=8BITMIME');
});

test('control characters in an answer reach nobody', async () => {
  const [mail] = await against(only('rcpt', '550 no\u0000\u001b[31m such person'));
  expect(await mail.send(messageTo('p'))).toEqual({ kind: 'rejected', response: '550 no [31m such person' });
});

test('a transport that is closed says so of what comes afterwards', async () => {
  const [mail, server] = await against({});
  expect(kindsOf(await mail.sendAll(people(2)))).toEqual(['accepted', 'accepted']);
  await mail.close();
  expect(kindsOf(await mail.sendAll([messageTo('late')]))).toEqual(['unreachable']);
  expect(server.messages).toHaveLength(2);
});

test('a transport that is closed says so of what it still holds', async () => {
  const [mail] = await against(only('greeting', null));
  const pending = mail.sendAll(people(3));
  await mail.close();
  expect(kindsOf(await pending)).toEqual(['unreachable', 'unreachable', 'unreachable']);
});

/** Answers everybody but those whose address begins with `silent`. */
const silentTo = (step: 'rcpt' | 'message'): Script => ({
  on: ({ step: received, line, to, socket }) => {
    const isSilent = received === step && (step === 'rcpt' ? line.includes('<silent') : to.startsWith('silent'));
    if (!isSilent) return undefined;
    socket.pause();
    return null;
  },
});

test.each(['rcpt', 'message'] as const)(
  'recipients whose server says nothing at %s keep no others from a connection',
  async (step) => {
    const [mail] = await against(silentTo(step));
    const answers = new Map<string, string>();
    const silent = Array.from({ length: 10 }, (_, index) => messageTo(`silent${index}`));
    const all = [...silent, ...people(60)];
    const watch = {
      ...unwatched,
      answered: (index: number, { kind }: HandOver) => void answers.set(all[index]!.deliveryId, kind),
    };
    void mail.sendAll(all, watch);
    await expect.poll(() => answers.size, { timeout: 30_000 }).toBe(60);
    expect(new Set(answers.values())).toEqual(new Set(['accepted']));
  },
  60_000,
);

test('one party’s silent recipients take no more than their share of the connections from another', async () => {
  const [mail, server] = await against(silentTo('message'));
  const silent = Array.from({ length: 60 }, (_, index) => messageTo(`silent${index}`));
  void mail.sendAll(silent, { ...unwatched, party: 'one' });
  await expect.poll(() => server.connections(), { timeout: 30_000 }).toBe(9); // one tries whether it is still there
  const other = await mail.sendAll(people(20), { ...unwatched, party: 'another' });
  expect(new Set(kindsOf(other))).toEqual(new Set(['accepted']));
}, 60_000);

test('what waits for a server that has gone silent is given back, and one that is back gets what comes next', async () => {
  let isGone = false;
  const [mail] = await against({
    on: ({ socket }) => (isGone ? (socket.pause(), null) : undefined),
  });
  expect(kindsOf(await mail.sendAll(people(1)))).toEqual(['accepted']);
  isGone = true;
  const kinds: string[] = [];
  void mail.sendAll(people(100), { ...unwatched, answered: (_, { kind }) => void kinds.push(kind) });
  await expect.poll(() => kinds.length, { timeout: 30_000 }).toBeGreaterThan(80);
  expect(new Set(kinds)).toEqual(new Set(['unreachable']));
  isGone = false;
  expect(kindsOf(await mail.sendAll([messageTo('next')]))).toEqual(['accepted']);
}, 60_000);

test('a message whose sender does not want it to leave any more stays, whether it waits or is about to leave', async () => {
  const [mail, server] = await against({});
  const left: number[] = [];
  const first = await mail.sendAll(people(30), { ...unwatched, isWanted: () => false });
  expect(new Set(kindsOf(first))).toEqual(new Set(['withheld']));
  const second = await mail.sendAll(people(30), {
    ...unwatched,
    leave: ([index = -1]) => index < 10 && left.push(index) > 0,
  });
  expect(kindsOf(second)).toEqual(people(30).map((_, index) => (index < 10 ? 'accepted' : 'withheld')));
  expect(server.messages).toHaveLength(left.length);
});
