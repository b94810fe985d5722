import type { KeyObject } from 'node:crypto';
import type { Pieces } from '@engagex/domain/templates';

/** A file that travels with a message. */
export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly content: Buffer;
  /** For a picture that the HTML shows as `cid:…`: letters, digits, `-`, `.` and `@`. Without it, it is a file of its own. */
  readonly contentId?: string;
}

/** Who vouches for a message, by a key whose public half is in DNS at `<selector>._domainkey.<domain>`. */
export interface SigningKey {
  readonly domain: string;
  readonly selector: string;
  /** RSA, or Ed25519 (RFC 8463). */
  readonly privateKey: KeyObject;
}

interface Addressed {
  readonly deliveryId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  /** Where answers go, when that is not where it comes from. */
  readonly replyTo?: { readonly name: string; readonly address: string };
  readonly attachments?: readonly Attachment[];
  /** `<delivery id@domain>`: what ties a provider's events and bounces back to the ledger. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The key of the sender's domain, for transports that leave signing to us. */
  readonly signWith?: SigningKey | null;
  /** Where bounces go (MAIL FROM), when that is not where it comes from. */
  readonly returnPath?: string;
  /** What servers are to call it in their reports (RFC 3461, 4.4): up to 100 letters and digits. */
  readonly envelopeId?: string;
}

/** What many messages have in common. The same object means the same content, so adapters prepare it once. */
export interface SharedContent {
  readonly subject: Pieces;
  readonly html: Pieces;
  readonly text: Pieces;
}

/** A message written out. */
export interface WholeMessage extends Addressed {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** A message of many: shared content, and what stands between its pieces for this person. */
export interface FilledMessage extends Addressed {
  readonly content: SharedContent;
  readonly values: readonly string[];
}

/** One message, ready to hand over. Header values are already free of line breaks. */
export type OutgoingMessage = WholeMessage | FilledMessage;

/** The same message written out. */
export function writtenOut(message: OutgoingMessage): WholeMessage {
  if (!('content' in message)) return message;
  const { content, values, ...addressed } = message;
  const textOf = (pieces: Pieces) =>
    pieces.map((piece) => (typeof piece === 'string' ? piece : values[piece])).join('');
  return { ...addressed, subject: textOf(content.subject), html: textOf(content.html), text: textOf(content.text) };
}

export interface Encryption {
  /** `TLSv1.3`; null for none. */
  readonly protocol: string | null;
  readonly cipher: string | null;
  /** The server runs on this machine. */
  readonly isLocal: boolean;
}

/**
 * The outcome of a hand-over. `unknown` means the other side may have taken it; the caller must never send it again.
 */
export type HandOver =
  | {
      readonly kind: 'accepted';
      readonly response: string;
      /** How the session was encrypted, where the adapter knows. */
      readonly encryption?: Encryption;
    }
  /** Not now: a 4xx for this recipient. Counts as an attempt. */
  | { readonly kind: 'deferred'; readonly response: string }
  /** Never: a 5xx for this recipient. */
  | { readonly kind: 'rejected'; readonly response: string }
  /** The transport could not be reached; this message was certainly not handed over and the attempt does not count. */
  | {
      readonly kind: 'unreachable';
      readonly response: string;
      /** How long the other side asks to be left alone, in milliseconds. */
      readonly askedMs?: number;
    }
  /** The transport refuses us altogether (credentials, suspended account): nobody can be mailed until that is fixed. */
  | { readonly kind: 'refused'; readonly response: string }
  | { readonly kind: 'unknown'; readonly response: string }
  /** The caller did not want it to leave any more; it was certainly not handed over. */
  | { readonly kind: 'withheld'; readonly response: string };

export const withheld: HandOver = { kind: 'withheld', response: 'It was withheld before the hand-over.' };

/** Who hands messages over, and what they decide and are told meanwhile. Messages are named by their index. */
export interface Watch {
  /** Parties that share a server take turns at its connections, and what one of them waits for bounds no other. */
  readonly party: string;
  /** Whether messages that have not left may still leave; asked again and again. */
  isWanted(): boolean;
  /** Asked right before messages leave this process together; those that may not are `withheld`. */
  leave(indexes: readonly number[]): boolean;
  /** A connection is at it: it no longer waits for one. */
  begun(index: number): void;
  answered(index: number, handOver: HandOver): void;
}

/** For messages whose sender waits for all of them. */
export const unwatched: Watch = {
  party: '',
  isWanted: () => true,
  leave: () => true,
  begun: () => {},
  answered: () => {},
};

/** What carries mail. One conformance suite runs against every adapter. */
export abstract class Mail {
  /**
   * Hands messages over together; resolves to the outcome of each, in their order, once that is known of all. Never
   * throws for what a server or network does.
   */
  abstract sendAll(messages: readonly OutgoingMessage[], watch?: Watch): Promise<HandOver[]>;

  async send(message: OutgoingMessage): Promise<HandOver> {
    const [handOver] = await this.sendAll([message]);
    if (!handOver) throw new Error('A transport said nothing about a message.');
    return handOver;
  }

  abstract close(): Promise<void>;
}

/** The transport of the installation once more, with connections of its own: mail that must not wait behind campaigns. */
export abstract class MailAhead extends Mail {}
