import { type Request, Router } from 'express';
import { codeInput, passkeyAnswer, secondFactorRoutes, type SessionView } from '@engagex/domain/accounts';
import { DomainError } from '@engagex/domain/shared';
import { codeInSession, passkeyInSession, passkeyNamed } from '../security/sign-in-delays.ts';
import { startSession } from '../session/begin.ts';
import type { Pending } from '../session/session.ts';
import type { AuthServices } from './auth-services.ts';
import { keepChallenge, takeChallenge } from './challenges.ts';
import { callerOf, parse } from './requests.ts';

const goodForMs = 10 * 60_000;

/** Signing in with a passkey alone, and the second step of signing in otherwise. */
export function secondFactorRoutesOf({ api, delays }: Pick<AuthServices, 'api' | 'delays'>): Router {
  const router = Router();
  const isService = { isService: true } as const;

  router.post('/sign-in/passkey/options', async (request, response) => {
    const options = await api.call(secondFactorRoutes.passkeyOptions, isService, {
      body: { userId: null },
      ...callerOf(request),
    });
    keepChallenge(request, options, 'sign_in');
    response.json(options);
  });

  router.post('/sign-in/passkey', delays.guard(passkeyNamed), async (request, response) => {
    const body = { ...parse(passkeyAnswer, request.body), challenge: takeChallenge(request, 'sign_in') };
    const view = await api.call(secondFactorRoutes.signInWithPasskey, isService, { body, ...callerOf(request) });
    await startSession(request, view, { hasSecondFactor: true });
    response.json({ kind: 'signed-in' });
  });

  router.get('/sign-in/second-factor', (request, response) => {
    response.json({ kind: 'second-factor', methods: pendingOf(request).methods });
  });

  router.post('/sign-in/second-factor/code', delays.guard(codeInSession), async (request, response) => {
    const pending = pendingOf(request);
    const body = parse(codeInput, request.body);
    const view = await api.call(secondFactorRoutes.verifyCode, asPending(pending), { body, ...callerOf(request) });
    response.json(await complete(request, pending, view));
  });

  router.post('/sign-in/second-factor/passkey/options', async (request, response) => {
    const { userId } = pendingOf(request);
    const options = await api.call(secondFactorRoutes.passkeyOptions, isService, {
      body: { userId },
      ...callerOf(request),
    });
    keepChallenge(request, options, 'second_factor');
    response.json(options);
  });

  router.post('/sign-in/second-factor/passkey', delays.guard(passkeyInSession), async (request, response) => {
    const pending = pendingOf(request);
    const body = { ...parse(passkeyAnswer, request.body), challenge: takeChallenge(request, 'second_factor') };
    const view = await api.call(secondFactorRoutes.verifyPasskey, asPending(pending), {
      body,
      ...callerOf(request),
    });
    response.json(await complete(request, pending, view));
  });
  return router;
}

/** Whoever showed the first factor a moment ago. */
function pendingOf({ session }: Request): Pending {
  const { pending } = session;
  if (pending && Date.now() - pending.since < goodForMs) return pending;
  throw new DomainError('not-found', 'sign-in.over', 'Signing in took too long. Start again.');
}

/** The API checks the factor of this user; nothing else is asked of it in their name before that. */
function asPending({ userId }: Pending) {
  return { userId };
}

async function complete(request: Request, { boundTo }: Pending, view: SessionView) {
  const { returnTo } = request.session;
  await startSession(request, view, { hasSecondFactor: true, boundTo });
  return { kind: 'signed-in', ...(returnTo ? { returnTo } : {}) };
}
