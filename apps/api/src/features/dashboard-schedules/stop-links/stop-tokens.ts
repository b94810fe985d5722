import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

const idBytes = 16;
/** 96 bits, of the least 80 that RFC 2104 (section 5) allows; with the ids a multiple of 3, so a token has no padding. */
const signatureBytes = 12;
const tokenBytes = 3 * idBytes + signatureBytes;

/** Whom a schedule mails, and which. */
export interface MailedMember {
  readonly organizationId: string;
  readonly scheduleId: string;
  readonly userId: string;
}

/** Signs and reads the 80 characters in the link by which a member stops the mail of one schedule, signed in or not. */
export class StopTokens {
  readonly #key: KeyObject;

  /** The key is of this purpose alone: no other signature made with the secret is one of these. */
  constructor(secret: string) {
    this.#key = createSecretKey(createHmac('sha256', secret).update('stop dashboard mail').digest());
  }

  tokenFor({ organizationId, scheduleId, userId }: MailedMember): string {
    const ids = Buffer.from([organizationId, scheduleId, userId].join('').replaceAll('-', ''), 'hex');
    return Buffer.concat([ids, this.#signatureOf(ids)]).toString('base64url');
  }

  /** Null when the token was not made here. */
  read(token: string): MailedMember | null {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== tokenBytes) return null;
    const ids = bytes.subarray(0, 3 * idBytes);
    if (!timingSafeEqual(this.#signatureOf(ids), bytes.subarray(3 * idBytes))) return null;
    const idAt = (place: number) => uuidOf(ids.subarray(place * idBytes, (place + 1) * idBytes));
    return { organizationId: idAt(0), scheduleId: idAt(1), userId: idAt(2) };
  }

  #signatureOf(ids: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(ids).digest().subarray(0, signatureBytes);
  }
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
