/** What the SDK and the server agree on: `POST {host}/v1/batch` with a body in Segment's shape. */

export type Properties = Readonly<Record<string, unknown>>;

/** One event as it is queued and sent. `messageId` never changes, so the server stores it once however often it arrives. */
export interface WireEvent {
  readonly type: 'track' | 'page' | 'identify' | 'alias' | 'group';
  readonly messageId: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly anonymousId?: string | null;
  readonly userId?: string | null;
  /** HMAC of the user id, made on the customer's server: proof that a browser may speak for this user. */
  readonly userIdHash?: string | null;
  readonly event?: string;
  readonly name?: string;
  readonly groupId?: string;
  readonly previousId?: string;
  readonly properties?: Properties;
  readonly traits?: Properties;
  readonly context: Properties;
}

/** What the caller says of an event; ids and context are added. */
export type Said = Omit<WireEvent, 'messageId' | 'timestamp' | 'anonymousId' | 'context'>;

/** An event in a queue: already JSON, because it is stored, measured and sent as text. */
export interface Item {
  readonly id: string;
  readonly body: string;
}

/** What the server says about one event of a batch. */
export interface EventResult {
  readonly messageId?: string | null;
  readonly status: string;
  readonly field?: string | null;
  readonly message?: string | null;
}

export interface EventOptions {
  /** When it happened, if not now. */
  readonly timestamp?: Date | string | number;
}

export interface IdentifyOptions extends EventOptions {
  readonly userIdHash?: string;
}

export const VERSION = '0.1.0';

export const LIMITS = {
  /** Larger events are refused by the server. */
  eventBytes: 32 * 1024,
  /** Of one request. Browsers allow 64 KiB for what is sent while a page closes. */
  batchBytes: 48 * 1024,
  batchItems: 100,
  /** Waiting events that are sent without waiting longer. */
  flushAt: 20,
  flushMs: 5_000,
  requestMs: 30_000,
} as const;

/** The body of a request. The key is in it so that a beacon, which has no headers of ours, carries it too. */
export function bodyOf(key: string, items: readonly Item[], sentAt: string): string {
  return `{"writeKey":${JSON.stringify(key)},"sentAt":"${sentAt}","batch":[${items.map(({ body }) => body).join()}]}`;
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

export function isoOf(timestamp?: Date | string | number): string {
  return new Date(timestamp ?? Date.now()).toISOString();
}

/** The endpoint below an address that may end in a slash. */
export function endpointOf(host: string): string {
  return `${host.replace(/\/+$/, '')}/v1/batch`;
}
