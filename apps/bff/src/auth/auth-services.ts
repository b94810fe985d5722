import type { Logger } from 'pino';
import type { AuthLimits } from '../security/rate-limits.ts';
import type { SignInDelays } from '../security/sign-in-delays.ts';
import type { OwnSessions } from '../session/own-sessions.ts';
import type { ApiClient } from './api-client.ts';
import type { Providers } from './oidc/providers.ts';

/** What the routes of signing in and of what somebody signs in with are made of. */
export interface AuthServices {
  readonly api: ApiClient;
  readonly limits: AuthLimits;
  readonly delays: SignInDelays;
  readonly ownSessions: OwnSessions;
  readonly providers: Providers;
  readonly log: Logger;
}
