import { type RequestHandler, Router } from 'express';
import { codeInput, passkeyAnswer, passwordInput, secondFactorRoutes } from '@engagex/domain/accounts';
import { DomainError } from '@engagex/domain/shared';
import { codeInSession, passkeyInSession, passwordInSession } from '../security/sign-in-delays.ts';
import type { AuthServices } from './auth-services.ts';
import { keepChallenge, takeChallenge } from './challenges.ts';
import { callerOf, claimsFrom, parse } from './requests.ts';

const goodForMs = 10 * 60_000;

/** Refuses unless the person showed within the last minutes that it is them: a session that was left open is not enough. */
export const requireConfirmation: RequestHandler = (request, _response, next) => {
  const { userId, confirmedAt = 0 } = request.session;
  if (!userId || Date.now() - confirmedAt < goodForMs) return next();
  next(new DomainError('forbidden', 'session.confirm', 'Confirm that it’s you to continue.'));
};

/** Showing, within a session, that it is still the same person: by password, code or passkey. */
export function confirmRoutesOf({ api, delays }: Pick<AuthServices, 'api' | 'delays'>): Router {
  const router = Router();
  router.post('/confirm/password', delays.guard(passwordInSession), async (request, response) => {
    const body = parse(passwordInput, request.body);
    await api.call(secondFactorRoutes.verifyPassword, claimsFrom(request), { body, ...callerOf(request) });
    request.session.confirmedAt = Date.now();
    response.json({});
  });

  router.post('/confirm/code', delays.guard(codeInSession), async (request, response) => {
    const body = parse(codeInput, request.body);
    await api.call(secondFactorRoutes.verifyCode, claimsFrom(request), { body, ...callerOf(request) });
    request.session.confirmedAt = Date.now();
    response.json({});
  });

  router.post('/confirm/passkey/options', async (request, response) => {
    const { userId } = claimsFrom(request);
    const options = await api.call(
      secondFactorRoutes.passkeyOptions,
      { isService: true },
      { body: { userId }, ...callerOf(request) },
    );
    keepChallenge(request, options, 'confirm');
    response.json(options);
  });

  router.post('/confirm/passkey', delays.guard(passkeyInSession), async (request, response) => {
    const body = { ...parse(passkeyAnswer, request.body), challenge: takeChallenge(request, 'confirm') };
    await api.call(secondFactorRoutes.verifyPasskey, claimsFrom(request), { body, ...callerOf(request) });
    request.session.confirmedAt = Date.now();
    response.json({});
  });
  return router;
}
