import { Router } from 'express';
import { sessionParams } from '@engagex/domain/accounts';
import { notFound } from '@engagex/domain/shared';
import type { OwnSessions } from '../session/own-sessions.ts';
import { parse, userOf } from './requests.ts';

/** Where one is signed in, and the way to end it there. */
export function sessionRoutesOf(ownSessions: OwnSessions): Router {
  const router = Router();

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
