import express, { Router, type RequestHandler } from 'express';
import { Passport } from 'passport';
import { Strategy } from 'passport-local';
import {
  accountsRoutes,
  type Arrival,
  identityRoutes,
  invitationTokenInput,
  invitedRoutes,
  invitedSignUpInput,
  signInInput,
  type SignInResult,
  signUpInput,
} from '@engagex/domain/accounts';
import { DomainError, isStorable, unstorable } from '@engagex/domain/shared';
import type { z } from 'zod';
import { mailedLink, passwordNamed } from '../security/sign-in-delays.ts';
import { goOn, renewIdGently, standingOf, startSession } from '../session/begin.ts';
import { addressRoutesOf } from './address.routes.ts';
import type { ApiClient } from './api-client.ts';
import type { AuthServices } from './auth-services.ts';
import { confirmRoutesOf } from './confirm.routes.ts';
import { oidcRoutesOf } from './oidc/oidc.routes.ts';
import { ownSecondFactorRoutesOf } from './own-second-factors.routes.ts';
import { passwordRoutesOf } from './password.routes.ts';
import { callerOf, claimsFrom, parse, unauthenticated } from './requests.ts';
import { secondFactorRoutesOf } from './second-factor.routes.ts';
import { sessionRoutesOf } from './session.routes.ts';

declare global {
  namespace Express {
    /** What passport found out: where a password leads, or whom a provider sent. */
    interface User {
      readonly result?: SignInResult;
      readonly arrival?: Arrival;
    }
  }
}

const maxBodyBytes = 64 * 1024; // the answer of a passkey is a few kilobytes

export function authRoutes(services: AuthServices): Router {
  const { api, limits, delays } = services;
  const passport = new Passport();
  passport.use(passwordStrategy(api));
  const router = Router();
  router.use(express.json({ limit: maxBodyBytes }), requireJson, requireStorable);

  router.post('/sign-up', ...limits.signUp, async (request, response) => {
    const body = parse(signUpInput, request.body);
    const view = await api.call(identityRoutes.signUp, { isService: true }, { body, ...callerOf(request) });
    await startSession(request, view);
    response.status(201).json(view);
  });

  router.post(
    '/sign-in',
    validate(signInInput),
    delays.guard(passwordNamed),
    authenticate(passport),
    async (request, response) => {
      const result = request.user?.result;
      if (!result) throw unauthenticated();
      // Somebody who only claims this address is not whom others' guesses were at.
      response.locals['keepsFailures'] = !result.ownsAddress;
      response.json(await goOn(request, result));
    },
  );

  // The link's secret is in the body, where no log and no other site sees it.
  router.post('/invitation', delays.guard(mailedLink), async (request, response) => {
    const body = parse(invitationTokenInput, request.body);
    response.json(await api.call(invitedRoutes.view, { isService: true }, { body, ...callerOf(request) }));
  });

  router.post('/invitation/sign-up', ...limits.signUp, delays.guard(mailedLink), async (request, response) => {
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
    const view = await api.call(accountsRoutes.getSession, claimsFrom(request), callerOf(request));
    // Another role or organization is another right: the session goes on under a new id.
    const standing = standingOf(view);
    if (request.session.standing !== standing && !(await renewIdGently(request, { standing }))) throw unauthenticated();
    response.json(view);
  });

  router.use(
    passwordRoutesOf(services),
    addressRoutesOf(services),
    secondFactorRoutesOf(services),
    confirmRoutesOf(services),
    ownSecondFactorRoutesOf(services),
    oidcRoutesOf(services),
    sessionRoutesOf(services),
  );
  return router;
}

/** Address and password, checked by the API. */
function passwordStrategy(api: ApiClient): Strategy {
  return new Strategy(
    { usernameField: 'email', passReqToCallback: true, session: false },
    (request, email, password, done) => {
      api
        .call(identityRoutes.verifyPassword, { isService: true }, { body: { email, password }, ...callerOf(request) })
        .then((result) => done(null, { result }))
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

/** Attempts and sessions are counted and kept in PostgreSQL before the API looks at anything. */
const requireStorable: RequestHandler = ({ body, params, query }, _response, next) => {
  const given: unknown[] = [body, params, query];
  next(given.every(isStorable) ? undefined : new DomainError('invalid', 'input.invalid', unstorable));
};

function validate(schema: z.ZodType): RequestHandler {
  return (request, _response, next) => {
    request.body = parse(schema, request.body);
    next();
  };
}
