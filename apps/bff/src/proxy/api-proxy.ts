import { Agent, type ClientRequest } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { sendProblem } from '../security/problem.ts';
import { claimsOf } from '../session/session.ts';
import { addressHeader, addressOf } from './address.ts';
import { identityHeader, type IdentitySigner } from './identity.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Passes a request on as it is: path, query and body untouched, its answer streamed back. */
export function passToApi(config: Config, log: Logger): RequestHandler {
  return createProxyMiddleware<Request, Response>({
    target: config.API_URL,
    xfwd: true,
    agent: new Agent({ keepAlive: true, maxSockets: 256 }),
    on: {
      proxyReq: (outgoing, request, response) => {
        outgoing.setHeader('x-request-id', String(response.locals['requestId']));
        replaceIdentity(outgoing, response);
        outgoing.setHeader(addressHeader, addressOf(request));
      },
      error: (error, _request, response) => {
        if (!('locals' in response)) return;
        log.warn({ err: error, requestId: response.locals['requestId'] }, 'the API did not answer');
        if (response.headersSent) return void response.destroy();
        sendProblem(response, {
          status: 503,
          code: 'api.unavailable',
          detail: 'The service is restarting. Nothing was lost; try again in a moment.',
        });
      },
    },
  });
}

const stripped = new Set(['cookie', 'authorization', 'x-organization']);

/** What a client says about itself never reaches the API; what its session says does. */
function replaceIdentity(outgoing: ClientRequest, response: Response): void {
  for (const name of outgoing.getHeaderNames()) {
    const isKey = name === 'authorization' && response.locals['hasKey'] === true;
    if (!isKey && (name.startsWith('x-engagex-') || stripped.has(name))) outgoing.removeHeader(name);
  }
  const identity: unknown = response.locals['identity'];
  if (typeof identity === 'string') outgoing.setHeader(identityHeader, identity);
}

/** Signs the session's user, and the organization the page names, for the API. Without a session nothing is signed. */
export function identify(signer: IdentitySigner): RequestHandler {
  return async (request, response, next) => {
    const { organizationId } = request.session;
    const named = request.get('x-organization');
    if (named !== undefined && !uuid.test(named)) {
      sendProblem(response, {
        status: 400,
        code: 'organization.invalid',
        detail: 'The header x-organization must be the id of an organization.',
      });
      return;
    }
    const claims = claimsOf(request.session);
    if (claims) response.locals['identity'] = await signer.sign({ ...claims, organizationId: named ?? organizationId });
    next();
  };
}
