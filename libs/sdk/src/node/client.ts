import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { newId } from '../ids.ts';
import { createNumbers } from '../sending/numbers.ts';
import { outcomeOf, type Outcome } from '../sending/outcome.ts';
import { createSender } from '../sending/sender.ts';
import {
  bodyOf,
  bytesOf,
  endpointOf,
  type EventOptions,
  type EventResult,
  isoOf,
  type Item,
  LIMITS,
  type Said,
  VERSION,
} from '../wire.ts';
import type { Failure, NodeClient, NodeClientOptions, Whose } from './node-client.ts';

const compress = promisify(gzip);
const smallBytes = 1024;

export function createNodeClient(options: NodeClientOptions): NodeClient {
  return openNodeClient(options, { now: Date.now, pause });
}

/** Time as the client knows it. */
export interface Time {
  readonly now: () => number;
  /** Resolves after so many milliseconds, or when aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

export function openNodeClient(
  { key, host, maxQueued = 10_000, maxRetries = 10, onFailure }: NodeClientOptions,
  time: Time,
): NodeClient {
  const endpoint = endpointOf(host);
  const items = new Map<string, Item & { readonly said: Said }>();
  const failed: Failure[] = [];
  const numbers = createNumbers();
  let acknowledged = 0;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  /** Ends requests when the time to close is over. */
  const ending = new AbortController();

  async function post(batch: readonly Item[], failures: number): Promise<Outcome> {
    const text = bodyOf(key, batch, isoOf());
    const isSmall = bytesOf(text) < smallBytes;
    const response = await fetch(endpoint, {
      method: 'POST',
      body: isSmall ? text : new Uint8Array(await compress(text)),
      signal: AbortSignal.any([AbortSignal.timeout(LIMITS.requestMs), ending.signal]),
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${key}`,
        ...(isSmall ? {} : { 'content-encoding': 'gzip' }),
        ...(failures > 0 ? { 'x-retry-count': String(failures) } : {}),
      },
    });
    return outcomeOf(response, time.now());
  }

  function fail(id: string, said: Said, reason: string): void {
    items.delete(id);
    const failure = { messageId: id, type: said.type, event: said.event ?? null, reason };
    failed.push(failure);
    onFailure?.(failure);
  }

  /** The server has not seen it, so the next ones tell it. */
  function giveUp(id: string, said: Said, reason: string): void {
    numbers.drop(1);
    fail(id, said, reason);
  }

  function giveUpQueued(batch: Iterable<string>, reason: string): void {
    for (const id of batch) {
      const item = items.get(id);
      if (item) giveUp(id, item.said, reason);
    }
  }

  function failQueued(id: string, reason: string): void {
    const item = items.get(id);
    if (item) fail(id, item.said, reason);
  }

  const sender = createSender({
    list: () => [...items.values()],
    post,
    inTurn: (run) => run(),
    now: time.now,
    random: Math.random,
    wakeIn,
    taken,
    refused: (batch, why) =>
      giveUpQueued(
        batch.map(({ id }) => id),
        why,
      ),
    stopped: (why) => giveUpQueued(items.keys(), why),
    log: () => {},
    maxRetries,
  });

  /** The server answers for each event; without a word about one it has stored it. */
  function taken(batch: readonly Item[], results: readonly EventResult[]): void {
    const rejected = new Map(
      results.filter(({ status }) => status === 'rejected').map((each) => [each.messageId, each]),
    );
    for (const { id } of batch) {
      const { field, message } = rejected.get(id) ?? {};
      if (rejected.has(id)) failQueued(id, [field, message].filter(Boolean).join(': '));
      else if (items.delete(id)) acknowledged++;
    }
  }

  function wakeIn(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void sender.flush();
    }, ms);
    timer.unref(); // a program that has nothing else to do may end; closeAndFlush waits
  }

  function add(whose: Whose | { readonly userId: string }, said: Said, { timestamp }: EventOptions = {}): void {
    const id = newId();
    if (isClosed) return fail(id, said, 'the client is closed');
    const queue = numbers.next();
    if (items.size >= maxQueued) return giveUp(id, said, `${maxQueued} events are waiting already`);
    const context = { library: { name: 'engagex-node', version: VERSION }, queue };
    let body: string;
    try {
      body = JSON.stringify({ ...whose, ...said, messageId: id, timestamp: isoOf(timestamp), context });
    } catch (error) {
      return giveUp(id, said, `it cannot be written as JSON: ${String(error)}`);
    }
    if (bytesOf(body) > LIMITS.eventBytes) return giveUp(id, said, 'it is larger than 32 kB');
    items.set(id, { id, body, said });
    if (items.size >= LIMITS.flushAt && sender.waitMs() === 0) void sender.flush();
    else wakeIn(LIMITS.flushMs);
  }

  /** Sends, and waits as long as it takes, until nothing of this waits any more. */
  async function drain(): Promise<void> {
    const ids = [...items.keys()];
    while (!ending.signal.aborted && ids.some((id) => items.has(id))) {
      await sender.flush();
      if (sender.waitMs() > 0 && ids.some((id) => items.has(id))) await time.pause(sender.waitMs(), ending.signal);
    }
  }

  return {
    track: (whose, event, properties = {}, options) => add(whose, { type: 'track', event, properties }, options),
    page: (whose, name, properties = {}, options) =>
      add(whose, { type: 'page', ...(name ? { name } : {}), properties }, options),
    identify: (whose, traits = {}, options = {}) =>
      add(whose, { type: 'identify', traits, userIdHash: options.userIdHash ?? null }, options),
    alias: (userId, previousId, options) => add({ userId }, { type: 'alias', previousId }, options),
    group: (whose, groupId, traits = {}, options) => add(whose, { type: 'group', groupId, traits }, options),
    flush: drain,
    async closeAndFlush({ timeout = 10_000 } = {}) {
      isClosed = true;
      const over = setTimeout(() => ending.abort(), timeout);
      await drain();
      clearTimeout(over);
      clearTimeout(timer);
      for (const id of items.keys()) failQueued(id, `not acknowledged within ${timeout} ms; it may have arrived`);
      return { acknowledged, failed };
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
