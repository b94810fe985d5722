import { expect, test } from 'vitest';
import { type ReceivedCommand, type Script } from '../../testing/scripted-smtp.ts';
import { against, kindsOf, messageTo, only, people } from './testing/scripted-mail.ts';

const cutAt = (step: ReceivedCommand['step'], isMeant: (line: string) => boolean, extensions?: string[]): Script => ({
  ...(extensions ? { extensions } : {}),
  on: (received) => (received.step === step && isMeant(received.line) ? (received.socket.destroy(), null) : undefined),
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

test('an answer too many after a message does not make the next one accepted', async () => {
  const [mail, server] = await against(
    only('message', '250 taken\r\n250 and again', ({ connection }) => connection === 1),
  );
  const handOvers = await mail.sendAll(people(30));
  const accepted = handOvers.flatMap(({ kind }, index) => (kind === 'accepted' ? [`p${index}@example.com`] : []));
  expect(server.messages.map(({ to }) => to)).toEqual(expect.arrayContaining(accepted));
});
