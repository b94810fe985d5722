import { SignJWT } from 'jose';

const lifetimeSeconds = 60;
const reuseMs = 20_000;
const maxKept = 5_000;

export interface Claims {
  readonly userId?: string;
  readonly organizationId?: string | null;
  /** The BFF speaking for itself, to the API's `/internal` routes. */
  readonly isService?: boolean;
}

/**
 * Signs who is calling for the API (JWT, HS256, RFC 7519). A token is used again for a few seconds: it only names a
 * user and an organization, and the API reads the membership anew for every request.
 */
export class IdentitySigner {
  readonly #key: Uint8Array;
  readonly #kept = new Map<string, { readonly at: number; readonly token: Promise<string> }>();

  constructor(secret: string) {
    this.#key = new TextEncoder().encode(secret);
  }

  sign(claims: Claims): Promise<string> {
    const key = JSON.stringify([claims.userId, claims.organizationId, claims.isService]);
    const kept = this.#kept.get(key);
    if (kept && Date.now() - kept.at < reuseMs) return kept.token;
    const token = this.#sign(claims);
    if (this.#kept.size >= maxKept) this.#kept.clear();
    this.#kept.set(key, { at: Date.now(), token });
    return token;
  }

  async #sign({ userId, organizationId, isService }: Claims): Promise<string> {
    const token = new SignJWT({
      ...(organizationId ? { org: organizationId } : {}),
      ...(isService ? { service: true } : {}),
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('engagex-bff')
      .setAudience('engagex-api')
      .setIssuedAt()
      .setExpirationTime(`${lifetimeSeconds}s`);
    return (userId ? token.setSubject(userId) : token).sign(this.#key);
  }
}

export const identityHeader = 'x-engagex-identity';
