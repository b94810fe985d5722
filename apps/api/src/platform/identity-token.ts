import { jwtVerify } from 'jose';
import { DomainError } from '@engagex/domain/shared';

/** The header the BFF puts its signed token into; it removes any that a client sends. */
export const identityHeader = 'x-engagex-identity';

export interface Identity {
  readonly userId: string | null;
  readonly organizationId: string | null;
  /** The BFF speaking for itself, allowed to call `/internal`. */
  readonly isService: boolean;
  /** The session has shown a second factor. */
  readonly hasSecondFactor: boolean;
  /** The session began with this organization's own provider, and reaches nothing else. */
  readonly boundTo: string | null;
}

const maxKept = 5_000;

/**
 * Verifies the BFF's short-lived token (JWT, HS256, RFC 7519); throws `unauthenticated`. The BFF sends one for some
 * seconds, so the answer is kept until the token expires.
 */
export class IdentityTokens {
  readonly #key: Uint8Array;
  readonly #kept = new Map<string, { readonly identity: Identity; readonly expiresAt: number }>();

  constructor(secret: string) {
    this.#key = new TextEncoder().encode(secret);
  }

  async verify(token: string | undefined): Promise<Identity> {
    if (!token) throw unauthenticated();
    const kept = this.#kept.get(token);
    if (kept && kept.expiresAt > Date.now()) return kept.identity;
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        issuer: 'engagex-bff',
        audience: 'engagex-api',
        requiredClaims: ['exp', 'iat'],
      });
      const identity = {
        userId: payload.sub ?? null,
        organizationId: typeof payload['org'] === 'string' ? payload['org'] : null,
        isService: payload['service'] === true,
        hasSecondFactor: payload['mfa'] === true,
        boundTo: typeof payload['only'] === 'string' ? payload['only'] : null,
      };
      if (this.#kept.size >= maxKept) this.#kept.clear();
      this.#kept.set(token, { identity, expiresAt: (payload.exp ?? 0) * 1000 });
      return identity;
    } catch (cause) {
      throw unauthenticated(cause);
    }
  }
}

function unauthenticated(cause?: unknown): DomainError {
  return new DomainError('unauthenticated', 'session.required', 'Sign in to continue.', { cause });
}
