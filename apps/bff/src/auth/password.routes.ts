import { Router } from 'express';
import {
  passwordChangeInput,
  passwordResetInput,
  passwordResetRequest,
  passwordRoutes,
} from '@engagex/domain/accounts';
import type { AuthServices } from './auth.routes.ts';
import { callerOf, parse, startSession, userOf } from './requests.ts';

/** New passwords. Each ends the sessions that began with the old one, on every process. */
export function passwordRoutesOf({ api, limits, ownSessions }: AuthServices): Router {
  const router = Router();

  router.post('/password-reset', ...limits.passwordReset, async (request, response) => {
    const body = parse(passwordResetRequest, request.body);
    await api.call(passwordRoutes.requestReset, { isService: true }, { body, ...callerOf(request) });
    response.status(202).json({});
  });

  router.post('/password-reset/use', ...limits.passwordReset, async (request, response) => {
    const body = parse(passwordResetInput, request.body);
    const view = await api.call(passwordRoutes.reset, { isService: true }, { body, ...callerOf(request) });
    await ownSessions.endOthers(view.user.id, null);
    await startSession(request, view);
    response.json(view);
  });

  router.post('/password', ...limits.passwordReset, async (request, response) => {
    const userId = userOf(request);
    const body = parse(passwordChangeInput, request.body);
    const view = await api.call(passwordRoutes.change, { userId }, { body, ...callerOf(request) });
    await startSession(request, view);
    await ownSessions.endOthers(userId, request.sessionID);
    response.json(view);
  });
  return router;
}
