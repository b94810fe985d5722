import { type NextFunction, type Request, type Response, Router } from 'express';
import { Passport } from 'passport';
import type { Logger } from 'pino';
import {
  type Arrival,
  identityProviderInput,
  passwordInput,
  type SignInTest,
  singleSignOnRoutes,
} from '@engagex/domain/accounts';
import { DomainError } from '@engagex/domain/shared';
import { passwordOf, type SignInDelays } from '../../security/sign-in-delays.ts';
import { goOn, renewId, store } from '../../session/begin.ts';
import type { ApiClient } from '../api-client.ts';
import { callerOf, claimsFrom, parse } from '../requests.ts';
import type { Providers } from './providers.ts';
import { ProviderStrategy } from './strategy.ts';

const linkGoodForMs = 10 * 60_000;

interface OidcServices {
  readonly api: ApiClient;
  readonly delays: SignInDelays;
  readonly providers: Providers;
  readonly log: Logger;
}

/** Signing in through an OpenID Connect provider. What goes wrong on the way ends at the sign-in page, with a code. */
export function oidcRoutesOf({ api, delays, providers, log }: OidcServices): Router {
  const router = Router();

  router.get('/providers', (_request, response) => {
    response.json({ items: providers.configured });
  });

  // Looked at before it is kept: whoever sets a provider up finds out immediately that it cannot be found.
  router.post('/providers/check', async (request, response) => {
    claimsFrom(request);
    await providers.check(parse(identityProviderInput.pick({ issuer: true }), request.body).issuer);
    response.json({});
  });

  router.get('/oidc/link', (request, response) => {
    response.json({ email: linkingOf(request).email });
  });

  // No matter who is signed in meanwhile, the password asked for is that of the account to be linked.
  router.post(
    '/oidc/link',
    delays.guard((request) => passwordOf(linkingOf(request).email)),
    async (request, response) => {
      const { userId, arrival } = linkingOf(request);
      const { password } = parse(passwordInput, request.body);
      const { returnTo } = request.session;
      const result = await api.call(
        singleSignOnRoutes.link,
        { isService: true },
        { body: { userId, arrival, password }, ...callerOf(request) },
      );
      const answer = await goOn(request, result, { boundTo: arrival.organizationId });
      response.json({ ...answer, returnTo });
    },
  );

  router.get('/oidc/test', (request, response) => {
    claimsFrom(request);
    response.json({ test: request.session.tested ?? null });
  });

  // The same way as signing in, as far as back here; the session stays the one it is.
  router.get('/oidc/:provider/test', (request, response, next) => {
    const { userId } = claimsFrom(request);
    request.session.testing = { organizationId: request.params.provider, userId, since: Date.now() };
    delete request.session.tested;
    authenticate(request, response, next);
  });

  router.get('/oidc/:provider', (request, response, next) => {
    delete request.session.testing;
    request.session.returnTo = localPath(request.query['return']);
    authenticate(request, response, next);
  });

  router.get('/oidc/:provider/callback', authenticate, async (request, response) => {
    try {
      const arrival = request.user?.arrival;
      if (!arrival)
        throw new DomainError('unauthenticated', 'single-sign-on.failed', 'The provider did not say who came.');
      response.redirect(303, await (isTest(request) ? examine(request, arrival) : receive(request, response, arrival)));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      response.redirect(303, await refused(request, error.code, error.message));
    }
  });

  /** What the provider said of the owner who tests it, and whether it would do. */
  async function examine(request: Request, arrival: Arrival): Promise<string> {
    const { userId } = claimsFrom(request);
    const { problem } = await api.call(
      singleSignOnRoutes.test,
      { isService: true },
      { body: { userId, arrival }, ...callerOf(request) },
    );
    const { email, name, isEmailVerified } = arrival;
    return endTest(request, { said: { email, name, isEmailVerified }, problem });
  }

  /** Where to go from here: into EngageX, to the second factor, or to the question for the password. */
  async function receive(request: Request, response: Response, arrival: Arrival): Promise<string> {
    const result = await api.call(
      singleSignOnRoutes.arrive,
      { isService: true },
      { body: arrival, ...callerOf(request) },
    );
    if (result.kind === 'link') {
      const { userId, email } = result;
      await renewId(request, { linking: { userId, email, arrival, since: Date.now() } });
      return '/sign-in/link';
    }
    const home = arrival.organizationId ? `/o/${arrival.organizationId}` : '/';
    const { returnTo = home } = request.session;
    const answer = await goOn(request, result, { boundTo: arrival.organizationId });
    return answer.kind === 'signed-in' ? returnTo : '/sign-in/second-factor';
  }

  function authenticate(request: Request, response: Response, next: NextFunction): void {
    const give = (code: string, message = '') =>
      void refused(request, code, message).then((path) => response.redirect(303, path), next);
    providers
      .get(String(request.params['provider']), callerOf(request))
      .then((provider) => {
        const passport = new Passport();
        passport.use(new ProviderStrategy(provider));
        const handle = passport.authenticate(
          provider.id,
          { session: false },
          (error: unknown, user?: Express.User | false) => {
            if (error instanceof DomainError) return give(error.code, error.message);
            // Whatever did not fit, forged or only stale, is told to our log and not to the person who sent it.
            if (error) {
              log.info({ err: error, ...callerOf(request) }, 'a provider’s answer was refused');
              return give('single-sign-on.failed');
            }
            if (!user) return give('single-sign-on.refused');
            request.user = user;
            return next();
          },
        ) as (request: Request, response: Response, next: NextFunction) => void; // passport's types do not say
        handle(request, response, next);
      })
      .catch((error: unknown) => (error instanceof DomainError ? give(error.code, error.message) : next(error)));
  }
  return router;
}

function linkingOf({ session }: Request) {
  const { linking } = session;
  if (linking && Date.now() - linking.since < linkGoodForMs) return linking;
  throw new DomainError('not-found', 'sign-in.over', 'Signing in took too long. Start again.');
}

/** Whether it is a test that comes back, of the provider and the person that it began with. */
function isTest({ session: { testing, userId }, params }: Request): boolean {
  return (
    testing !== undefined &&
    testing.organizationId === params['provider'] &&
    testing.userId === userId &&
    Date.now() - testing.since < linkGoodForMs
  );
}

/** Ends a test with what came of it, on the page where it began. */
async function endTest(request: Request, outcome: Omit<SignInTest, 'organizationId'>): Promise<string> {
  const organizationId = String(request.params['provider']);
  request.session.tested = { organizationId, ...outcome };
  delete request.session.testing;
  await store(request);
  return `/o/${organizationId}/settings/sign-in`;
}

/** Where somebody goes who was not let in. */
async function refused(request: Request, code: string, message: string): Promise<string> {
  if (isTest(request)) return endTest(request, { said: null, problem: { code, message } });
  return `/sign-in?problem=${encodeURIComponent(code)}`;
}

/** A path of ours; never another site. */
function localPath(path: unknown): string | undefined {
  return typeof path === 'string' && /^\/(?![/\\])/.test(path) && path.length < 500 ? path : undefined;
}
