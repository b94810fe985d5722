import { Router } from 'express';
import { accountsRoutes, sessionParams } from '@engagex/domain/accounts';
import { idParams, notFound } from '@engagex/domain/shared';
import { renewId } from '../session/begin.ts';
import type { AuthServices } from './auth-services.ts';
import { callerOf, claimsFrom, parse, userOf } from './requests.ts';

/** Where one is signed in, and the way to end it there. */
export function sessionRoutesOf({ api, ownSessions }: Pick<AuthServices, 'api' | 'ownSessions'>): Router {
  const router = Router();

  // Another organization is another right, so the session goes on under a new id.
  router.post('/organization', async (request, response) => {
    const { id } = parse(idParams, request.body);
    const { organizations } = await api.call(accountsRoutes.getSession, claimsFrom(request), callerOf(request));
    if (!organizations.some((organization) => organization.id === id)) throw notFound('organization');
    if (request.session.organizationId !== id) await renewId(request, { organizationId: id });
    response.status(204).end();
  });

  router.get('/sessions', async (request, response) => {
    response.json({ items: await ownSessions.list(userOf(request), request.sessionID) });
  });

  router.delete('/sessions/:id', async (request, response) => {
    const { id } = parse(sessionParams, request.params);
    if (!(await ownSessions.end(userOf(request), id))) throw notFound('session');
    response.status(204).end();
  });

  router.delete('/sessions', async (request, response) => {
    await ownSessions.endOthers(userOf(request), request.sessionID);
    response.status(204).end();
  });
  return router;
}
