import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Item } from '../wire.ts';
import { outcomeOf } from './outcome.ts';
import { createSender, type Sender } from './sender.ts';

/** What a network and a server do to one request. */
type Fate = 'ok' | 'lost on the way' | 'answer lost' | 'half an answer' | 429 | 500 | 503 | 404 | 401 | 413 | 408;
const fates: readonly Fate[] = [
  'ok',
  'lost on the way',
  'answer lost',
  'half an answer',
  429,
  500,
  503,
  404,
  401,
  413,
  408,
];

/** A server that stores each id once, behind a network that does what it is told to and then works. */
function serverWith(fates: readonly Fate[]) {
  const waiting = [...fates];
  const stored = new Map<string, string>();
  const requests: string[][] = [];
  return {
    stored,
    requests,
    async take(items: readonly Item[]): Promise<Response> {
      requests.push(items.map(({ id }) => id));
      const fate = waiting.shift() ?? 'ok';
      if (fate === 'lost on the way') throw new TypeError('Failed to fetch');
      if (typeof fate === 'number')
        return new Response('{}', { status: fate, headers: fate === 429 ? { 'retry-after': '30' } : {} });
      for (const { id, body } of items) if (!stored.has(id)) stored.set(id, body);
      if (fate === 'answer lost') throw new TypeError('Failed to fetch');
      return new Response(fate === 'ok' ? '{"results":[]}' : '{"resul', { status: 202 });
    },
  };
}

/** A browser's queue that several pages send from, with a clock of its own. */
function browserWith(server: ReturnType<typeof serverWith>) {
  const queue = new Map<string, string>();
  const refused: string[] = [];
  let now = 0;
  let added = 0;
  let turn: Promise<void> = Promise.resolve();
  const openPage = (): Sender =>
    createSender({
      list: () => [...queue].map(([id, body]) => ({ id, body })),
      post: async (items) => outcomeOf(await server.take(items), now),
      inTurn: (run) => (turn = turn.then(run)),
      now: () => now,
      random: () => 0.5,
      wakeIn: () => {},
      taken: (items) => items.forEach(({ id }) => queue.delete(id)),
      refused(items) {
        for (const { id } of items) queue.delete(id);
        refused.push(...items.map(({ id }) => id));
      },
      stopped: () => {},
      log: () => {},
    });
  return {
    queue,
    refused,
    openPage,
    add(bytes: number) {
      const id = String(added++).padStart(6, '0');
      queue.set(id, 'x'.repeat(bytes));
    },
    pass(ms: number) {
      now += ms;
    },
    added: () => added,
  };
}

const step = fc.oneof(
  fc.record({
    do: fc.constant('add' as const),
    count: fc.integer({ min: 1, max: 60 }),
    bytes: fc.constantFrom(200, 20_000),
  }),
  fc.record({ do: fc.constant('flush' as const), page: fc.nat(2) }),
  fc.record({ do: fc.constant('reload' as const), page: fc.nat(2) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400_000 }) }),
);

test('whatever fails in between, nothing is lost and nothing is stored twice', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.array(fc.constantFrom(...fates), { maxLength: 25 }),
      async (steps, fates) => {
        const server = serverWith(fates);
        const browser = browserWith(server);
        const pages = [browser.openPage(), browser.openPage(), browser.openPage()];
        const flushing: Promise<void>[] = [];
        for (const each of steps) {
          if (each.do === 'add') for (let n = 0; n < each.count; n++) browser.add(each.bytes);
          else if (each.do === 'flush') flushing.push(pages[each.page]!.flush());
          else if (each.do === 'reload') pages[each.page] = browser.openPage();
          else {
            await Promise.all(flushing.splice(0));
            browser.pass(each.ms);
          }
        }
        await Promise.all(flushing);
        for (let tries = 0; browser.queue.size > 0 && tries < 60; tries++) {
          browser.pass(3_600_000);
          await pages[0]!.flush();
        }
        expect(browser.queue.size).toBe(0);
        // A single event that is refused is given up; it may have been stored by an earlier attempt.
        const settled = new Set([...server.stored.keys(), ...browser.refused]);
        expect(settled.size).toBe(browser.added());
      },
    ),
    { numRuns: 150 },
  );
});

test('preserves_uuid_and_timestamp_on_batch_retry: a batch is repeated as it was', async () => {
  const server = serverWith([503, 'answer lost']);
  const browser = browserWith(server);
  for (let n = 0; n < 3; n++) browser.add(100);
  const page = browser.openPage();
  for (let n = 0; n < 3; n++) {
    await page.flush();
    browser.pass(60_000);
  }
  expect(server.requests).toEqual([server.requests[0], server.requests[0], server.requests[0]]);
  expect(server.stored.size).toBe(3);
});

test('respects_retry_after_header: a server that asks for 30 seconds gets them, also when the connection returns', async () => {
  const server = serverWith([429]);
  const browser = browserWith(server);
  browser.add(100);
  const page = browser.openPage();
  await page.flush();
  browser.pass(29_999);
  await page.flush();
  await page.hurry();
  expect(server.requests.length).toBe(1);
  browser.pass(1);
  await page.flush();
  expect(server.stored.size).toBe(1);
});

test('when the connection returns, nobody waits for the end of a back-off', async () => {
  const server = serverWith(['lost on the way', 'lost on the way']);
  const browser = browserWith(server);
  browser.add(100);
  const page = browser.openPage();
  await page.flush();
  await page.flush();
  expect(server.requests.length).toBe(1);
  await page.hurry();
  await page.hurry();
  expect(server.stored.size).toBe(1);
});

test('a batch that is too large is sent in halves, and only the event that is the reason is given up', async () => {
  const server = serverWith([]);
  const browser = browserWith({
    ...server,
    take: async (items) =>
      items.some(({ id }) => id === '000005') ? new Response('', { status: 413 }) : server.take(items),
  });
  for (let n = 0; n < 12; n++) browser.add(100);
  await browser.openPage().flush();
  expect(browser.refused).toEqual(['000005']);
  expect(server.stored.size).toBe(11);
});

test('a request holds 48 kB and 100 events at most, and always one', async () => {
  const server = serverWith([]);
  const browser = browserWith(server);
  for (let n = 0; n < 250; n++) browser.add(10);
  browser.add(60_000);
  for (let n = 0; n < 3; n++) browser.add(20_000);
  await browser.openPage().flush();
  expect(server.requests.map((ids) => ids.length)).toEqual([100, 100, 50, 1, 2, 1]);
});
