import type { RequestHandler } from 'express';
import type { Config } from '../config.ts';
import { sendProblem } from '../security/problem.ts';
import type { KnownHosts } from './known-hosts.ts';

/** What mail leads to, and what proves that a host is ours. */
const served = /^\/(?:t|u|i|\.well-known\/(?:acme-challenge|engagex))\//;

/**
 * A link host of an organization serves what mail leads to and nothing else: nobody signs in at a host whose name somebody
 * else chose. The installation's own hosts are not looked up, and neither is what mail leads to.
 */
export function onlyLinksAt(known: KnownHosts, { PUBLIC_URL, IMAGES_URL }: Config): RequestHandler {
  const own = new Set([PUBLIC_URL, IMAGES_URL].flatMap((url) => (url ? [new URL(url).hostname] : [])));
  return async (request, response, next) => {
    const host = hostOf(request.headers.host);
    if (served.test(request.path) || host === null || own.has(host) || !(await known.knows(host))) return next();
    sendProblem(response, { status: 404, code: 'path.not-found', detail: 'There is nothing at this URL.' });
  };
}

/** The API has to know at which host it is asked for a proof. */
export const namesHost: RequestHandler = (request, _response, next) => {
  const host = hostOf(request.headers.host) ?? '';
  request.originalUrl = `${request.path}?host=${encodeURIComponent(host)}`;
  next();
};

function hostOf(header: string | undefined): string | null {
  return header === undefined ? null : header.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
}
