import { jwtVerify } from 'jose';
import { DomainError } from '@engagex/domain/shared';

/** The header the BFF puts its signed token into; it removes any that a client sends. */
export const identityHeader = 'x-engagex-identity';

export interface Identity {
  readonly userId: string | null;
  readonly organizationId: string | null;
  /** The BFF speaking for itself, allowed to call `/internal`. */
  readonly isService: boolean;
}

/** Verifies the BFF's short-lived token (JWT, HS256, RFC 7519); throws `unauthenticated`. */
export class IdentityTokens {
  readonly #key: Uint8Array;

  constructor(secret: string) {
    this.#key = new TextEncoder().encode(secret);
  }

  async verify(token: string | undefined): Promise<Identity> {
    if (!token) throw unauthenticated();
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        issuer: 'engagex-bff',
        audience: 'engagex-api',
        requiredClaims: ['exp', 'iat'],
      });
      return {
        userId: payload.sub ?? null,
        organizationId: typeof payload['org'] === 'string' ? payload['org'] : null,
        isService: payload['service'] === true,
      };
    } catch (cause) {
      throw unauthenticated(cause);
    }
  }
}

function unauthenticated(cause?: unknown): DomainError {
  return new DomainError('unauthenticated', 'session.required', 'Sign in to continue.', { cause });
}
