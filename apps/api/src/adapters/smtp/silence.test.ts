import { expect, test } from 'vitest';
import { type HandOver, unwatched } from '../../ports/mail.ts';
import { type Script } from '../../testing/scripted-smtp.ts';
import { against, kindsOf, messageTo, only, people } from './testing/scripted-mail.ts';

const silentTo = (step: 'rcpt' | 'message'): Script => ({
  on: ({ step: received, line, to, socket }) => {
    const isSilent = received === step && (step === 'rcpt' ? line.includes('<silent') : to.startsWith('silent'));
    if (!isSilent) return undefined;
    socket.pause();
    return null;
  },
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
