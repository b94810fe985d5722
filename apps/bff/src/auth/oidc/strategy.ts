import type { Request } from 'express';
import * as client from 'openid-client';
import { type AuthenticateOptions, Strategy } from 'openid-client/passport';
import type { Arrival } from '@engagex/domain/accounts';
import type { Provider } from './providers.ts';

/**
 * The authorization code flow with one provider: PKCE, state and nonce, each new and kept in the session under the
 * provider's id, so that an answer of one provider is never taken for another's. The library checks the ID token:
 * signature, issuer, audience, nonce and times.
 */
export class ProviderStrategy extends Strategy {
  /** Not private: passport works on an object that only inherits from this one. */
  readonly redirectUri: string;

  constructor(provider: Provider) {
    super(
      {
        config: provider.config,
        name: provider.id,
        sessionKey: `oidc ${provider.id}`,
        callbackURL: provider.redirectUri,
        scope: 'openid email profile',
        passReqToCallback: false,
      },
      (tokens, done) => {
        arrivalFrom(provider, tokens).then((arrival) => done(null, { arrival }), done);
      },
    );
    this.redirectUri = provider.redirectUri;
  }

  override authorizationRequestParams<Options extends AuthenticateOptions>(request: Request, options: Options) {
    const parameters = new URLSearchParams(super.authorizationRequestParams(request, options));
    parameters.set('state', client.randomState());
    parameters.set('nonce', client.randomNonce());
    return parameters;
  }

  /** What the browser asked for, under the address people know us by. */
  override currentUrl(request: Request): URL {
    const { search } = new URL(request.originalUrl, this.redirectUri);
    return new URL(`${this.redirectUri}${search}`);
  }
}

type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

/** Who came. What the ID token does not say about the address is asked at the UserInfo endpoint (section 5.3). */
async function arrivalFrom(provider: Provider, tokens: Tokens): Promise<Arrival> {
  const token = tokens.claims();
  if (!token) throw new Error('The provider sent no ID token.');
  const claims: Record<string, unknown> = token['email']
    ? token
    : { ...(await client.fetchUserInfo(provider.config, tokens.access_token, token.sub)), sub: token.sub };
  const { email, email_verified: verified, name } = claims;
  return {
    organizationId: provider.organizationId,
    issuer: provider.issuer,
    subject: token.sub,
    email: typeof email === 'string' ? email.slice(0, 254) : null,
    isEmailVerified: verified === true || verified === 'true',
    name: typeof name === 'string' ? name.slice(0, 200) : null,
  };
}
