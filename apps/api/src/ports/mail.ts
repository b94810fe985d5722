/** One message, ready to hand over. Header values are already free of line breaks. */
export interface OutgoingMessage {
  readonly deliveryId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** `<delivery id@domain>`: what ties a provider's events and bounces back to the ledger. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What became of a hand-over. `unknown` means the other side may have taken it; the caller must never send it again.
 */
export type HandOver =
  | { readonly kind: 'accepted'; readonly response: string }
  /** Not now: a 4xx for this recipient. Counts as an attempt. */
  | { readonly kind: 'deferred'; readonly response: string }
  /** Never: a 5xx for this recipient. */
  | { readonly kind: 'rejected'; readonly response: string }
  /** The transport could not be reached; this message was certainly not handed over and the attempt does not count. */
  | { readonly kind: 'unreachable'; readonly response: string }
  /** The transport refuses us altogether (credentials, suspended account): nobody can be mailed until that is mended. */
  | { readonly kind: 'refused'; readonly response: string }
  | { readonly kind: 'unknown'; readonly response: string };

/** What carries mail. One conformance suite runs against every adapter. */
export abstract class Mail {
  /** Never throws for what a server or network does. */
  abstract send(message: OutgoingMessage): Promise<HandOver>;
  abstract close(): Promise<void>;
}
