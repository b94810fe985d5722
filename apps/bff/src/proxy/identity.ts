import { SignJWT } from 'jose';

const lifetimeSeconds = 60;
const reuseMs = 20_000;
const maxKept = 5_000;

export interface Claims {
  readonly userId?: string;
  readonly organizationId?: string | null;
  /** The session has shown a second factor. */
  readonly hasSecondFactor?: boolean;
  /** The session reaches this organization only. */
  readonly boundTo?: string | null;
  /** The BFF speaking for itself, to the API's `/internal` routes. */
  readonly isService?: boolean;
}

/**
 * Signs who is calling for the API (JWT, HS256, RFC 7519). A token is used again for a few seconds: it only names a
 * user and an organization, and the API reads the membership again for every request.
 */
export class IdentitySigner {
  readonly #key: Uint8Array;
  readonly #kept = new Map<string, { readonly at: number; readonly token: Promise<string> }>();

  constructor(secret: string) {
    this.#key = new TextEncoder().encode(secret);
  }

  sign(claims: Claims): Promise<string> {
    const key = JSON.stringify([
      claims.userId,
      claims.organizationId,
      claims.isService,
      claims.hasSecondFactor,
      claims.boundTo,
    ]);
    const kept = this.#kept.get(key);
    if (kept && Date.now() - kept.at < reuseMs) return kept.token;
    const token = this.#sign(claims);
    if (this.#kept.size >= maxKept) this.#kept.clear();
    this.#kept.set(key, { at: Date.now(), token });
    return token;
  }

  async #sign({ userId, organizationId, isService, hasSecondFactor, boundTo }: Claims): Promise<string> {
    const token = new SignJWT({
      ...(organizationId ? { org: organizationId } : {}),
      ...(isService ? { service: true } : {}),
      ...(hasSecondFactor ? { mfa: true } : {}),
      ...(boundTo ? { only: boundTo } : {}),
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
