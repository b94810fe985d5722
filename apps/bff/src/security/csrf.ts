import type { RequestHandler } from 'express';
import { sendProblem } from './problem.ts';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes a browser send. Browsers say where a request comes from in Sec-Fetch-Site, older
 * ones in Origin; without either it is not a browser and carries no one's cookie by accident (the rules of
 * CrossOriginProtection in Go's net/http). Mailbox providers post one-click unsubscribes, which need no cookie, and so do
 * sign-up forms on other people's pages and providers that report events.
 */
export function csrfGuard(publicUrl: string): RequestHandler {
  const own = new URL(publicUrl).origin;
  return (request, response, next) => {
    if (safeMethods.has(request.method) || /^\/(?:[uf]|hooks|webhooks)\//.test(request.path)) return next();
    const site = request.get('sec-fetch-site');
    const origin = request.get('origin');
    const isOwn = site
      ? site === 'same-origin' || site === 'none'
      : !origin || origin === own || hostOf(origin) === request.get('host');
    if (isOwn) return next();
    sendProblem(response, {
      status: 403,
      code: 'csrf.refused',
      detail: 'This request came from another site and was rejected.',
    });
  };
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
