import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Config } from '../config.ts';
import { sendProblem } from '../security/problem.ts';
import type { KnownHosts } from './known-hosts.ts';

/**
 * Answers a proxy that gets certificates when somebody connects, such as Caddy with `on_demand_tls { ask … }`: 200 for a link
 * host, 404 for any other name, so that nobody makes it order certificates for theirs. Only for this machine, or with the secret.
 */
export function answerAsk(known: KnownHosts, { LINK_HOSTS_ASK_SECRET: secret }: Config): RequestHandler {
  return async (request, response) => {
    const { domain } = request.query;
    const mayAsk = secret ? hasSecret(request, secret) : isFromHere(request);
    if (mayAsk && typeof domain === 'string' && (await known.knows(domain))) {
      response.status(200).send('');
      return;
    }
    sendProblem(response, { status: 404, code: 'path.not-found', detail: 'There is nothing at this URL.' });
  };
}

/** What a proxy on this machine passes on for somebody else has a header that says so. */
function isFromHere({ socket, headers }: Request): boolean {
  const isLoopback = /^(?:::1|(?:::ffff:)?127\.)/.test(socket.remoteAddress ?? '');
  return isLoopback && headers['x-forwarded-for'] === undefined && headers['forwarded'] === undefined;
}

function hasSecret({ query }: Request, secret: string): boolean {
  const given = typeof query['secret'] === 'string' ? query['secret'] : '';
  return timingSafeEqual(digestOf(given), digestOf(secret));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
