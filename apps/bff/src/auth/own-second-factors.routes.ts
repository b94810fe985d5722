import { type Request, Router } from 'express';
import { codeInput, newPasskeyInput, type SecondFactorsView, secondFactorRoutes } from '@engagex/domain/accounts';
import { idParams } from '@engagex/domain/shared';
import { newAppInSession } from '../security/sign-in-delays.ts';
import { renewId } from '../session/begin.ts';
import type { AuthServices } from './auth-services.ts';
import { keepChallenge, takeChallenge } from './challenges.ts';
import { requireConfirmation } from './confirm.routes.ts';
import { callerOf, claimsFrom, parse } from './requests.ts';

/** A person's own second factors. Each change asks first that it is them. */
export function ownSecondFactorRoutesOf({ api, delays, ownSessions }: AuthServices): Router {
  const router = Router();

  router.get('/second-factors', async (request, response) => {
    response.json(await api.call(secondFactorRoutes.get, claimsFrom(request), { ...callerOf(request) }));
  });

  router.post('/totp', requireConfirmation, async (request, response) => {
    response.json(
      await api.call(secondFactorRoutes.beginTotp, claimsFrom(request), { body: {}, ...callerOf(request) }),
    );
  });

  router.post('/totp/confirm', requireConfirmation, delays.guard(newAppInSession), async (request, response) => {
    const body = parse(codeInput, request.body);
    const codes = await api.call(secondFactorRoutes.confirmTotp, claimsFrom(request), {
      body,
      ...callerOf(request),
    });
    await renewId(request, { hasSecondFactor: true });
    response.json(codes);
  });

  router.delete('/totp', requireConfirmation, async (request, response) => {
    const view = await api.call(secondFactorRoutes.removeTotp, claimsFrom(request), { ...callerOf(request) });
    await afterRemoval(request, view);
    response.json(view);
  });

  router.post('/recovery-codes', requireConfirmation, async (request, response) => {
    response.json(
      await api.call(secondFactorRoutes.renewRecoveryCodes, claimsFrom(request), {
        body: {},
        ...callerOf(request),
      }),
    );
  });

  router.post('/passkeys/options', requireConfirmation, async (request, response) => {
    const options = await api.call(secondFactorRoutes.newPasskeyOptions, claimsFrom(request), {
      body: {},
      ...callerOf(request),
    });
    keepChallenge(request, options, 'register');
    response.json(options);
  });

  router.post('/passkeys', requireConfirmation, async (request, response) => {
    const body = { ...parse(newPasskeyInput, request.body), challenge: takeChallenge(request, 'register') };
    const codes = await api.call(secondFactorRoutes.addPasskey, claimsFrom(request), {
      body,
      ...callerOf(request),
    });
    await renewId(request, { hasSecondFactor: true });
    response.status(201).json(codes);
  });

  router.delete('/passkeys/:id', requireConfirmation, async (request, response) => {
    const { id } = parse(idParams, request.params);
    const view = await api.call(secondFactorRoutes.removePasskey, claimsFrom(request), {
      params: { id },
      ...callerOf(request),
    });
    await afterRemoval(request, view);
    response.json(view);
  });

  /** Without any factor left no session has shown one, wherever it runs. */
  async function afterRemoval(request: Request, { totp, passkeys }: SecondFactorsView): Promise<void> {
    if (totp || passkeys.length > 0) return;
    await renewId(request, { hasSecondFactor: false });
    await ownSessions.endOthers(claimsFrom(request).userId, request.sessionID);
  }
  return router;
}
