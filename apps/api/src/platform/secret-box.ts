import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/**
 * Keeps secrets that must be read again (AES-256-GCM, NIST SP 800-38D). Each is bound to its `purpose`, such as
 * `totp <user id>`: what was put in for one person cannot be taken out as another's.
 */
export class SecretBox {
  readonly #key: Buffer;
  /** Tells keys apart without telling them; kept beside a box, it says whether this key opens it. */
  readonly keyId: string;

  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, '', 'engagex secret box', 32));
    const named = Buffer.from(hkdfSync('sha256', secret, '', 'engagex secret box key id', 32));
    this.keyId = createHash('sha256').update(named).digest('hex').slice(0, 16);
  }

  seal(secret: string, purpose: string): Buffer {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv).setAAD(Buffer.from(purpose));
    return Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  /** Throws when the box was changed, was sealed for another purpose or with another key. */
  open(box: Buffer, purpose: string): string {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, box.subarray(0, ivBytes))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(box.subarray(-tagBytes));
    return Buffer.concat([decipher.update(box.subarray(ivBytes, -tagBytes)), decipher.final()]).toString('utf8');
  }
}
