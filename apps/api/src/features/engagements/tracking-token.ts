import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

const idBytes = 16;
const signatureBytes = 16; // half of SHA-256's output, the least RFC 2104 (section 5) recommends

/** Which message a tracked address belongs to. */
export interface TrackedMessage {
  readonly organizationId: string;
  readonly deliveryId: string;
}

/**
 * Signs and reads the 64 characters that stand in every tracked address of a message: organization, delivery and
 * one signature for all its links. Where a link leads is looked up, never carried, so there is no open redirect.
 */
export class TrackingTokens {
  readonly #key: KeyObject;

  constructor(secret: string) {
    this.#key = createSecretKey(secret, 'utf8');
  }

  sign({ organizationId, deliveryId }: TrackedMessage): string {
    const ids = Buffer.concat([bytesOf(organizationId), bytesOf(deliveryId)]);
    return Buffer.concat([ids, this.#signatureOf(ids)]).toString('base64url');
  }

  /** Null when the token was not made here. */
  read(token: string): TrackedMessage | null {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== 2 * idBytes + signatureBytes) return null;
    const ids = bytes.subarray(0, 2 * idBytes);
    if (!timingSafeEqual(this.#signatureOf(ids), bytes.subarray(2 * idBytes))) return null;
    return { organizationId: uuidOf(ids.subarray(0, idBytes)), deliveryId: uuidOf(ids.subarray(idBytes)) };
  }

  #signatureOf(ids: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(ids).digest().subarray(0, signatureBytes);
  }
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
