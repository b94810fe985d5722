import express, { Router, type RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy } from 'passport-local';
import {
  accountsRoutes,
  identityRoutes,
  invitationTokenInput,
  invitedRoutes,
  invitedSignUpInput,
  type SessionView,
  signInInput,
  signUpInput,
} from '@engagex/domain/accounts';
import { DomainError } from '@engagex/domain/shared';
import type { z } from 'zod';
import type { AuthLimits } from '../security/rate-limits.ts';
import type { OwnSessions } from '../session/own-sessions.ts';
import type { ApiClient } from './api-client.ts';
import { passwordRoutesOf } from './password.routes.ts';
import { callerOf, parse, startSession, unauthenticated } from './requests.ts';
import { sessionRoutesOf } from './session.routes.ts';

declare global {
  namespace Express {
    /** What passport found out: who signs in and where they are a member. */
    interface User extends SessionView {}
  }
}

const maxBodyBytes = 16 * 1024;

export interface AuthServices {
  readonly api: ApiClient;
  readonly limits: AuthLimits;
  readonly ownSessions: OwnSessions;
}

export function authRoutes({ api, limits, ownSessions }: AuthServices): Router {
  const passport = new Passport();
  passport.use(passwordStrategy(api));
  const router = Router();
  router.use(express.json({ limit: maxBodyBytes }), requireJson);

  router.post('/sign-up', ...limits.signUp, async (request, response) => {
    const body = parse(signUpInput, request.body);
    const view = await api.call(identityRoutes.signUp, { isService: true }, { body, ...callerOf(request) });
    await startSession(request, view);
    response.status(201).json(view);
  });

  router.post(
    '/sign-in',
    ...limits.signIn,
    validate(signInInput),
    authenticate(passport),
    async (request, response) => {
      const view = request.user;
      if (!view) throw unauthenticated();
      await startSession(request, view);
      response.json(view);
    },
  );

  // The link's secret is in the body, where no log and no other site sees it.
  router.post('/invitation', async (request, response) => {
    const body = parse(invitationTokenInput, request.body);
    response.json(await api.call(invitedRoutes.view, { isService: true }, { body, ...callerOf(request) }));
  });

  router.post('/invitation/sign-up', ...limits.signUp, async (request, response) => {
    const body = parse(invitedSignUpInput, request.body);
    const view = await api.call(invitedRoutes.signUp, { isService: true }, { body, ...callerOf(request) });
    await startSession(request, view);
    response.status(201).json(view);
  });

  router.post('/sign-out', async (request, response) => {
    await new Promise<void>((resolve, reject) =>
      request.session.destroy((error: unknown) => (error ? reject(error) : resolve())),
    );
    for (const name of ['engagex.sid', '__Host-engagex.sid']) response.clearCookie(name, { path: '/' });
    response.status(204).end();
  });

  router.get('/session', async (request, response) => {
    const { userId } = request.session;
    if (!userId) throw unauthenticated();
    response.json(await api.call(accountsRoutes.getSession, { userId }, { ...callerOf(request) }));
  });

  router.use(passwordRoutesOf({ api, limits, ownSessions }), sessionRoutesOf(ownSessions));
  return router;
}

/** Address and password, checked by the API. */
function passwordStrategy(api: ApiClient): Strategy {
  return new Strategy(
    { usernameField: 'email', passReqToCallback: true, session: false },
    (request, email, password, done) => {
      api
        .call(identityRoutes.verifyPassword, { isService: true }, { body: { email, password }, ...callerOf(request) })
        .then((view) => done(null, view))
        .catch((error: unknown) => done(error));
    },
  );
}

function authenticate(passport: InstanceType<typeof Passport>): RequestHandler {
  const handler: RequestHandler = passport.authenticate('local', { session: false });
  return handler;
}

/** Forms of other sites cannot send JSON. */
const requireJson: RequestHandler = (request, _response, next) => {
  const hasBody = Number(request.get('content-length') ?? 0) > 0;
  if (request.method !== 'POST' || !hasBody || request.is('application/json')) return next();
  next(new DomainError('invalid', 'input.media-type', 'Send JSON (content type application/json).'));
};

function validate(schema: z.ZodType): RequestHandler {
  return (request, _response, next) => {
    request.body = parse(schema, request.body);
    next();
  };
}
