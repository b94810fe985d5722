import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

const idBytes = 16;
const signatureBytes = 16;

export interface DnsLink {
  readonly organizationId: string;
  readonly linkId: string;
}

/** Signs and reads the tokens of links to the page of a domain's records. Which link of the domain counts is in its row. */
export class DnsLinks {
  readonly #key: KeyObject;

  constructor(secret: string) {
    this.#key = createSecretKey(createHmac('sha256', secret).update('links to DNS records').digest());
  }

  tokenFor({ organizationId, linkId }: DnsLink): string {
    const ids = Buffer.concat([bytesOf(organizationId), bytesOf(linkId)]);
    return Buffer.concat([ids, this.#signatureOf(ids)]).toString('base64url');
  }

  /** Null for what was not made here. */
  read(token: string): DnsLink | null {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== 2 * idBytes + signatureBytes) return null;
    const ids = bytes.subarray(0, 2 * idBytes);
    if (!timingSafeEqual(this.#signatureOf(ids), bytes.subarray(2 * idBytes))) return null;
    return { organizationId: uuidOf(ids.subarray(0, idBytes)), linkId: uuidOf(ids.subarray(idBytes)) };
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
