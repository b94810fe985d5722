import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

const idBytes = 16;
/** 80 bits, the least RFC 2104 (section 5) allows: each guess is a request, so nobody makes 2^79 of them. Three fit into one HMAC. */
const signatureBytes = 10;

/** Which message a tracked address belongs to. */
export interface TrackedMessage {
  readonly organizationId: string;
  readonly deliveryId: string;
}

/** The message a token belongs to, and which of the purposes asked for it has. */
export interface ReadToken extends TrackedMessage {
  readonly purpose: TokenPurpose;
}

/**
 * What a token is for. A link that is passed on opens what it shows and no more: who gets a click link cannot unsubscribe
 * anybody, and who gets an unsubscribe link does not learn name and address.
 */
export const tokenPurposes = ['tracking', 'unsubscribe', 'preferences', 'view', 'visit'] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

/** Those that one HMAC signs together; few messages have the others. */
const usual = ['tracking', 'unsubscribe', 'preferences'] as const;
type UsualPurpose = (typeof usual)[number];

const tokenBytes = 2 * idBytes + signatureBytes; // a multiple of 3, so tokens side by side encode as one text
const tokenLength = (tokenBytes / 3) * 4;

/**
 * Signs and reads the 56 characters that stand in every tracked address of a message: organization, delivery and a
 * signature, another for each purpose. Where a link leads is looked up, never carried, so there is no open redirect.
 */
export class TrackingTokens {
  readonly #key: KeyObject;

  constructor(secret: string) {
    this.#key = createSecretKey(secret, 'utf8');
  }

  /** The tokens that every message has, by one HMAC: parts of its output tell nothing about each other. */
  tokensFor(message: TrackedMessage): Readonly<Record<UsualPurpose, string>> {
    const ids = idsOf(message);
    const signatures = this.#signaturesOf(ids);
    const bytes = Buffer.allocUnsafe(usual.length * tokenBytes);
    for (let index = 0; index < usual.length; index += 1) {
      ids.copy(bytes, index * tokenBytes);
      signatures.copy(bytes, index * tokenBytes + ids.length, index * signatureBytes, (index + 1) * signatureBytes);
    }
    const text = bytes.toString('base64url');
    return {
      tracking: text.slice(0, tokenLength),
      unsubscribe: text.slice(tokenLength, 2 * tokenLength),
      preferences: text.slice(2 * tokenLength),
    };
  }

  /** The token of the page that shows a message. */
  viewTokenFor(message: TrackedMessage): string {
    const ids = idsOf(message);
    return Buffer.concat([ids, this.#otherSignatureOf(ids, 'view')]).toString('base64url');
  }

  /** What a followed link tells the website: it proves that there was such a message, and opens nothing. */
  visitTokenFor(message: TrackedMessage): string {
    const ids = idsOf(message);
    return Buffer.concat([ids, this.#otherSignatureOf(ids, 'visit')]).toString('base64url');
  }

  /** Null when the token was not made here, or for something else. */
  read(token: string, ...purposes: readonly TokenPurpose[]): ReadToken | null {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== tokenBytes) return null;
    const ids = bytes.subarray(0, 2 * idBytes);
    const signatures = this.#signaturesOf(ids);
    const signatureFor = (each: TokenPurpose) => {
      if (each === 'view' || each === 'visit') return this.#otherSignatureOf(ids, each);
      const start = usual.indexOf(each) * signatureBytes;
      return signatures.subarray(start, start + signatureBytes);
    };
    const purpose = purposes.find((each) => timingSafeEqual(signatureFor(each), bytes.subarray(2 * idBytes)));
    if (!purpose) return null;
    return { purpose, organizationId: uuidOf(ids.subarray(0, idBytes)), deliveryId: uuidOf(ids.subarray(idBytes)) };
  }

  #signaturesOf(ids: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(ids).digest();
  }

  #otherSignatureOf(ids: Buffer, purpose: 'view' | 'visit'): Buffer {
    return createHmac('sha256', this.#key).update(purpose).update(ids).digest().subarray(0, signatureBytes);
  }
}

function idsOf({ organizationId, deliveryId }: TrackedMessage): Buffer {
  return Buffer.from(organizationId.replaceAll('-', '') + deliveryId.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
