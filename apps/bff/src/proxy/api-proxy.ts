import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { finished } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { Gate, type GateLimits } from '@engagex/domain/shared';
import type { Config } from '../config.ts';
import { bodies, type BodyLimits, doors, server } from '../limits.ts';
import { sendProblem } from '../security/problem.ts';
import { isRead, sendRefusal } from '../security/recipient-refusals.ts';
import { claimsOf } from '../session/session.ts';
import { addressHeader, addressKeyOf, addressOf } from './address.ts';
import { passBack } from './answer.ts';
import { ApiRequests, ApiUnavailable, endToEnd, isSafe, unavailable } from './api-requests.ts';
import { identityHeader, type IdentitySigner } from './identity.ts';
import { Bodies, BodyRefused, withoutWaiting } from './received-body.ts';
import { sizeOfBody, usesDownloads, usesUploads } from './special-routes.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** How long the rest of a refused body may still come, so that the client can read the refusal. */
const lingerMs = 5_000;

type DoorName = Exclude<keyof typeof doors, 'auth' | 'links' | 'live'>;

interface Door {
  readonly gate: Gate;
  readonly api: ApiRequests;
}

/** Passes requests on to the API as they are: path, query and body untouched, answers streamed back. */
export class ApiProxy {
  readonly #log: Logger;
  readonly #bodies = new Bodies();
  readonly #addresses: Gate;
  readonly #doors: Readonly<Record<DoorName, Door>>;

  constructor(config: Config, log: Logger) {
    this.#log = log;
    this.#addresses = new Gate('addresses', withoutWaiting(server.connections, config.REQUESTS_PER_ADDRESS));
    this.#doors = openDoors(config);
  }

  /** What `/api` is: files in and out have doors of their own. */
  readonly passApi: RequestHandler = (request, response) => {
    if (isAnonymousChange(request, response)) {
      refuseBody(new BodyRefused(401, 'session.required', 'Sign in to continue.'), request, response);
      return;
    }
    const isUpload = usesUploads(request.method, request.path);
    const name = isUpload ? 'uploads' : usesDownloads(request.method, request.path) ? 'downloads' : 'api';
    const limits = isUpload ? bodies.upload : { ...bodies.api, bytes: sizeOfBody(request.method, request.path) };
    return this.#pass(name, limits, request, response);
  };

  readonly passTracking: RequestHandler = (request, response) =>
    this.#pass('tracking', bodies.tracking, request, response);

  /** Images of messages, which have no body to send either. */
  readonly passImages: RequestHandler = (request, response) => this.#pass('images', bodies.tracking, request, response);

  readonly passUnsubscribing: RequestHandler = (request, response) =>
    this.#pass('unsubscribing', bodies.unsubscribing, request, response);

  readonly passForms: RequestHandler = (request, response) => this.#pass('forms', bodies.forms, request, response);

  /** Events of providers; one of them shows who it is by a password. */
  readonly passHooks: RequestHandler = (request, response) => {
    response.locals['hasPassword'] = true;
    return this.#pass('hooks', bodies.hooks, request, response);
  };

  /** Events, whose key is a Bearer, the user of Basic, or in the body. */
  readonly passEvents: RequestHandler = (request, response) => {
    response.locals['hasPassword'] = true;
    return this.#pass('events', bodies.events, request, response);
  };

  /** For how long somebody has been waiting at a door where every place is taken. */
  get stuckForMs(): number {
    return Math.max(...Object.values(this.#doors).map(({ gate }) => gate.stuckForMs));
  }

  close(): void {
    for (const { api } of Object.values(this.#doors)) api.close();
  }

  async #pass(name: DoorName, limits: BodyLimits, request: Request, response: Response): Promise<void> {
    const { gate, api } = this.#doors[name];
    const address = addressKeyOf(request);
    const caller = callerOf(response) ?? address;
    const gone = new AbortController();
    response.once('close', () => response.writableFinished || gone.abort());
    const body = await this.#bodies.receive(request, address, limits).catch((error: unknown) => {
      if (!(error instanceof BodyRefused)) throw error;
      refuseBody(error, request, response);
      return 'refused' as const;
    });
    if (body === 'refused') return;
    const { signal } = gone;
    try {
      const leaveAddress = caller === address ? null : await this.#addresses.enter(address);
      const leave = await gate.enter(caller, signal).catch((error: unknown) => {
        leaveAddress?.();
        throw error;
      });
      try {
        const headers = headersFor(request, response, body?.bytes ?? null);
        const answer = await api.send({ method: request.method, path: pathOf(request), headers, body, gone: signal });
        if (isProblem(answer) && isRead(request)) await refuseReader(answer, response);
        else await passBack(answer, response);
      } finally {
        leave();
        leaveAddress?.();
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ApiUnavailable)) throw error;
      this.#log.warn({ err: error, requestId: response.locals['requestId'] }, 'the API did not answer');
      throw unavailable(error);
    } finally {
      await body?.discard();
    }
  }
}

function openDoors(config: Config): Readonly<Record<DoorName, Door>> {
  const open = (name: DoorName, limits: GateLimits = doors[name]): Door => ({
    gate: new Gate(name, limits),
    api: new ApiRequests(config.API_URL, limits.places),
  });
  const placesPerCaller = Math.min(doors.api.placesPerCaller, config.REQUESTS_PER_USER);
  const waitingPerCaller = config.REQUESTS_PER_USER - placesPerCaller;
  return {
    api: open('api', { ...doors.api, placesPerCaller, waitingPerCaller }),
    downloads: open('downloads'),
    uploads: open('uploads'),
    tracking: open('tracking'),
    images: open('images'),
    unsubscribing: open('unsubscribing'),
    forms: open('forms'),
    hooks: open('hooks'),
    events: open('events'),
  };
}

/** Everything that changes something needs somebody signed in or a key, so their bodies need not be awaited. */
function isAnonymousChange({ method }: Request, { locals }: Response): boolean {
  return !isSafe(method) && locals['identity'] === undefined && locals['hasKey'] !== true;
}

/** Leaves the rest of the body a moment to arrive: a client that is cut off while it writes never reads the answer. */
function refuseBody({ status, code, message }: BodyRefused, request: Request, response: Response): void {
  const cutOff = setTimeout(() => request.destroy(), lingerMs);
  request.once('end', () => clearTimeout(cutOff)).once('close', () => clearTimeout(cutOff));
  sendProblem(response, { status, code, detail: message });
  request.resume();
}

function isProblem({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('application/problem+json') ?? false;
}

/** The API refuses in the words of programs as well. */
async function refuseReader(answer: IncomingMessage, response: Response): Promise<void> {
  const retryAfter = answer.headers['retry-after'];
  await finished(answer.resume());
  if (retryAfter) response.setHeader('retry-after', retryAfter);
  sendRefusal(response, answer.statusCode ?? 502);
}

/** Whose share a request uses: the user's or the key's. */
function callerOf({ locals }: Response): string | null {
  const caller: unknown = locals['caller'];
  return typeof caller === 'string' ? caller : null;
}

/** A target in absolute form (RFC 9112, 3.2.2) names a host that is none of the API's business. */
function pathOf({ originalUrl }: Request): string {
  if (originalUrl.startsWith('/')) return originalUrl;
  const { pathname, search } = new URL(originalUrl);
  return pathname + search;
}

const stripped = new Set(['cookie', 'authorization', 'x-organization', 'content-length']);

/** What a client says about itself never reaches the API; what its session says does. */
function headersFor(request: Request, response: Response, bodyBytes: number | null): OutgoingHttpHeaders {
  const headers = endToEnd(request.headers);
  for (const name of Object.keys(headers)) {
    const { hasKey, hasPassword } = response.locals;
    const isMeant = name === 'authorization' && (hasKey === true || hasPassword === true);
    if (!isMeant && (name.startsWith('x-engagex-') || name.startsWith('x-forwarded-') || stripped.has(name)))
      delete headers[name];
  }
  const identity: unknown = response.locals['identity'];
  if (typeof identity === 'string') headers[identityHeader] = identity;
  headers['x-request-id'] = String(response.locals['requestId']);
  headers[addressHeader] = addressOf(request);
  if (bodyBytes !== null) headers['content-length'] = bodyBytes;
  return headers;
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
    if (claims) {
      response.locals['identity'] = await signer.sign({ ...claims, organizationId: named ?? organizationId });
      response.locals['caller'] = `user ${claims.userId}`;
    }
    next();
  };
}
