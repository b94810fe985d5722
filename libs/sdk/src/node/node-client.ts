import type { EventOptions, IdentifyOptions, Properties, WireEvent } from '../wire.ts';

export interface NodeClientOptions {
  /** A secret key with the scope “Collect events”. */
  readonly key: string;
  readonly host: string;
  /** Events that may wait; those beyond fail. */
  readonly maxQueued?: number;
  /** How often a request is repeated before its events fail. */
  readonly maxRetries?: number;
  /** Called for each event that the server will not get. */
  readonly onFailure?: (failure: Failure) => void;
}

/** An event that was not stored, and why. */
export interface Failure {
  readonly messageId: string;
  readonly type: WireEvent['type'];
  readonly event: string | null;
  readonly reason: string;
}

/** Whose event it is. */
export type Whose = { readonly userId: string; readonly anonymousId?: string } | { readonly anonymousId: string };

export interface Closed {
  readonly acknowledged: number;
  readonly failed: readonly Failure[];
}

export interface NodeClient {
  track(whose: Whose, event: string, properties?: Properties, options?: EventOptions): void;
  page(whose: Whose, name?: string, properties?: Properties, options?: EventOptions): void;
  identify(whose: Whose, traits?: Properties, options?: IdentifyOptions): void;
  alias(userId: string, previousId: string, options?: EventOptions): void;
  group(whose: Whose, groupId: string, traits?: Properties, options?: EventOptions): void;
  /** Resolves when everything queued so far is acknowledged or has failed. */
  flush(): Promise<void>;
  /**
   * Takes no more events, and sends those that wait. What is not acknowledged after `timeout` milliseconds has failed. Every
   * event since the start is in the answer: acknowledged, or named in `failed`.
   */
  closeAndFlush(options?: { readonly timeout?: number }): Promise<Closed>;
}
