import { Router } from 'express';
import {
  passwordChangeInput,
  passwordResetInput,
  passwordResetRequest,
  passwordRoutes,
} from '@engagex/domain/accounts';
import { mailedLink, passwordInSession } from '../security/sign-in-delays.ts';
import { goOn, renewId } from '../session/begin.ts';
import type { AuthServices } from './auth-services.ts';
import { callerOf, claimsFrom, parse } from './requests.ts';

/** New passwords. Each ends the sessions that began with the old one, on every process. */
export function passwordRoutesOf({ api, limits, delays, ownSessions }: AuthServices): Router {
  const router = Router();

  router.post('/password-reset', ...limits.passwordReset, async (request, response) => {
    const body = parse(passwordResetRequest, request.body);
    await api.call(passwordRoutes.requestReset, { isService: true }, { body, ...callerOf(request) });
    response.status(202).json({});
  });

  router.post('/password-reset/use', ...limits.passwordReset, delays.guard(mailedLink), async (request, response) => {
    const body = parse(passwordResetInput, request.body);
    const { userId, result } = await api.call(
      passwordRoutes.reset,
      { isService: true },
      { body, ...callerOf(request) },
    );
    await ownSessions.endOthers(userId, null);
    response.json(await goOn(request, result));
  });

  router.post('/password', delays.guard(passwordInSession), async (request, response) => {
    const claims = claimsFrom(request);
    const body = parse(passwordChangeInput, request.body);
    const view = await api.call(passwordRoutes.change, claims, { body, ...callerOf(request) });
    await renewId(request);
    await ownSessions.endOthers(claims.userId, request.sessionID);
    response.json(view);
  });
  return router;
}
