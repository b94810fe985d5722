/** Clients that others publish, unmodified: they are given our address and a key, as their manuals say. */
import { jitsuAnalytics } from '@jitsu/js';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics as SegmentAnalytics } from '@segment/analytics-node';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

export interface ForeignClient {
  readonly name: string;
  /** Tracks an event; resolves to its message id once the client says that it was delivered. */
  track(number: number): Promise<string>;
  close(): Promise<void>;
}

const event = 'add_to_cart';
const propertiesOf = (number: number) => ({ product_id: `sku-${number % 100}`, number });
/** No client gives up while the server starts again. */
const patience = 1_000;
const againMs = 200;

export function segmentClient(url: string, writeKey: string): ForeignClient {
  const analytics = new SegmentAnalytics({
    writeKey,
    host: url,
    flushAt: 100,
    flushInterval: 50,
    maxRetries: patience,
  });
  return {
    name: '@segment/analytics-node',
    track: (number) =>
      new Promise((resolve, reject) => {
        const messageId = randomUUID();
        const message = { messageId, anonymousId: `device-${number % 50}`, event, properties: propertiesOf(number) };
        analytics.track(message, (error) => (error ? reject(asError(error)) : resolve(messageId)));
      }),
    close: () => analytics.closeAndFlush().then(() => {}),
  };
}

export function rudderClient(url: string, writeKey: string): ForeignClient {
  const analytics = new RudderAnalytics(writeKey, {
    dataPlaneUrl: url,
    flushAt: 100,
    flushInterval: 50,
    retryCount: patience,
    logLevel: 'none', // it says each time that the server is away
    axiosRetryConfig: { retryDelay: () => againMs },
    errorHandler: () => {}, // each event is told as well
  });
  return {
    name: '@rudderstack/rudder-sdk-node',
    track: (number) =>
      new Promise((resolve, reject) => {
        const messageId = randomUUID();
        const message = { messageId, userId: `user-${number % 50}`, event, properties: propertiesOf(number) };
        const told = (error?: unknown) => (error ? reject(asError(error)) : resolve(messageId));
        analytics.track(message, told);
      }),
    close: () =>
      new Promise((resolve) => {
        void analytics.flush(() => resolve());
      }),
  };
}

/** Sends each event by itself, and once only: what is sent again here is what a page would send again, the same bytes. */
export function jitsuClient(url: string, writeKey: string): ForeignClient {
  const delivered = new Map<number, string>();
  const fetchAgain: typeof fetch = async (input, init) => {
    for (let attempt = 0; ; attempt += 1) {
      const response = await fetch(input, init).catch(() => null);
      if (response?.ok || attempt === patience) {
        const { messageId, properties } = JSON.parse(String(init?.body)) as Posted; // what it wrote itself
        if (response?.ok) delivered.set(properties.number, messageId);
        return response ?? Response.error();
      }
      await delay(againMs);
    }
  };
  const analytics = jitsuAnalytics({ host: `${url}/v1`, writeKey: `${writeKey}:web`, fetch: fetchAgain });
  return {
    name: '@jitsu/js',
    async track(number) {
      await analytics.track(event, propertiesOf(number));
      const messageId = delivered.get(number);
      if (messageId === undefined) throw new Error('It was not delivered.');
      return messageId;
    },
    close: async () => {},
  };
}

interface Posted {
  readonly messageId: string;
  readonly properties: { readonly number: number };
}

/** A client that somebody wrote in an hour: batches, packed, with a key in the body, and sent twice whenever it is unsure. */
export function plainClient(url: string, writeKey: string): ForeignClient {
  const post = async (messageId: string, number: number): Promise<boolean> => {
    const one = { type: 'track', event, anonymousId: 'plain', messageId, properties: propertiesOf(number) };
    const body = gzipSync(JSON.stringify({ writeKey, sentAt: new Date(), batch: [one] }));
    const response = await fetch(`${url}/v1/batch`, { method: 'POST', body }).catch(() => null);
    return response?.status === 202;
  };
  return {
    name: 'plain',
    async track(number) {
      const messageId = randomUUID();
      const answers = await Promise.all([post(messageId, number), post(messageId, number)]);
      while (!answers.includes(true)) {
        await delay(againMs);
        answers.push(await post(messageId, number));
      }
      return messageId;
    },
    close: async () => {},
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(JSON.stringify(error));
}
