import type { Report } from '@engagex/domain/receipts';

/** A request of a provider: the bytes exactly as they came, because signatures are over bytes. */
export interface HookRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What is stored of a webhook to tell its provider from others. */
export interface HookKeys {
  readonly verificationKey: string | null;
  readonly topicArn: string | null;
  readonly secret: string | null;
}

/** One event to store: what it is called, which message it is about, and all of it. */
export interface ReceivedEvent {
  readonly sourceId: string;
  readonly deliveryId: string;
  readonly payload: unknown;
}

export interface Received {
  readonly events: readonly ReceivedEvent[];
  /** Events about delivery that name no message as ours are named: the provider's account sends other mail, too. */
  readonly foreign: number;
  /** Events that say nothing about delivery. */
  readonly ignored: number;
}

/** What an event says once it is applied. */
export type Said =
  | { readonly kind: 'report'; readonly report: Report }
  /** The provider took the person's word: a link or button of its own, or of the mailbox. */
  | { readonly kind: 'unsubscribed'; readonly at: Date };

/** How one provider reports what became of messages. */
export interface Provider {
  /**
   * Checks that the request is the provider's before anything in it is read, and takes it apart. Throws
   * `provider-event.…` in words; never anything else, whatever the request says.
   */
  receive(request: HookRequest, keys: HookKeys, now: Date): Promise<Received>;

  /** Null for an event that cannot be read. `received` is when it came. */
  read(payload: unknown, deliveryId: string, received: Date): Said | null;
}

/** A header that may be there once. Node joins what a client repeats, so two never pass for one. */
export function headerOf({ headers }: HookRequest, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
