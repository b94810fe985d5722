import { generateKeyPairSync } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { unwatched } from '../../ports/mail.ts';
import { startScriptedSmtp } from '../../testing/scripted-smtp.ts';
import { SmtpMail } from './smtp-mail.ts';
import { against, kindsOf, messageTo, only, people } from './testing/scripted-mail.ts';

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
  onTestFinished(async () => {
    await mail.close();
    await server.close();
  });
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
