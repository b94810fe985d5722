import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

const idBytes = 16;
/** 64 bits: whoever guesses tells us of one bounce, and each guess is a mail. */
const signatureBytes = 8;
/** RFC 4648, 6, in lower case: mail servers change the case of addresses, so it tells nothing. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const tokenLength = 39;
/** In front of the token in the address for complaints about a message. */
export const complaintPrefix = 'fbl-';
const valueOf = new Map(alphabet.split('').map((letter, value) => [letter, value]));

/**
 * Makes and reads the 39 characters in front of the @ of our return path (VERP), short enough for a local part (RFC 5321,
 * 4.5.3.1.1): the id of the message and a signature. They are also its envelope id (RFC 3461, 4.4).
 */
export class ReturnPathTokens {
  readonly #key: KeyObject;

  /** The key is of this purpose alone: no other signature made with the secret is one of these. */
  constructor(secret: string) {
    this.#key = createSecretKey(createHmac('sha256', secret).update('return path').digest());
  }

  tokenFor(deliveryId: string): string {
    const id = Buffer.from(deliveryId.replaceAll('-', ''), 'hex');
    return encoded(id, this.#signatureOf(id));
  }

  /** The id of the message; null when the token was not made here. */
  read(token: string): string | null {
    if (token.length !== tokenLength) return null;
    const bytes = decoded(token.toLowerCase());
    if (!bytes) return null;
    const id = bytes.subarray(0, idBytes);
    if (!timingSafeEqual(this.#signatureOf(id).subarray(0, signatureBytes), bytes.subarray(idBytes))) return null;
    return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  #signatureOf(id: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(id).digest();
  }
}

function encoded(id: Buffer, signature: Buffer): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (let index = 0; index < idBytes + signatureBytes; index += 1) {
    held = (held << 8) | (index < idBytes ? id[index]! : signature[index - idBytes]!);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text + alphabet[(held << (5 - bits)) & 31];
}

/** Null for what `encoded` does not write: one message has one token. */
function decoded(token: string): Buffer | null {
  const bytes = Buffer.alloc(idBytes + signatureBytes);
  let bits = 0;
  let held = 0;
  let place = 0;
  for (const letter of token) {
    const value = valueOf.get(letter);
    if (value === undefined) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[place++] = held >> bits;
    held &= (1 << bits) - 1;
  }
  return held === 0 ? bytes : null;
}
