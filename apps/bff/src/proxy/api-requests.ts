import { Agent, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError } from '@engagex/domain/shared';
import { apiRestartMs } from '../limits.ts';
import type { ReceivedBody } from './received-body.ts';

const againMs = 100;

export interface ApiRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: ReceivedBody | Buffer | null;
  /** Aborted when nobody waits for the answer any more. */
  readonly gone: AbortSignal;
}

/** The API did not answer. `mayHaveActed` when it may have done what it was asked anyway. */
export class ApiUnavailable extends Error {
  readonly mayHaveActed: boolean;

  constructor(mayHaveActed: boolean, cause: unknown) {
    super('The API did not answer.', { cause });
    this.mayHaveActed = mayHaveActed;
  }
}

/** What a client is told when the API did not answer, in words that promise nothing that cannot be known. */
export function unavailable(error: unknown): DomainError {
  const mayHaveActed = !(error instanceof ApiUnavailable) || error.mayHaveActed;
  return mayHaveActed
    ? new DomainError(
        'unavailable',
        'api.interrupted',
        'The service stopped while working on this. Check whether it was done before you try again.',
        { cause: error },
      )
    : new DomainError('unavailable', 'api.unavailable', 'The service is restarting. Try again in a moment.', {
        cause: error,
      });
}

/**
 * Connections to the API, kept open. A request that certainly did not begin (a refused connection, an API that is
 * closing) is made again for some seconds, so that a restart is not noticed; one that changes nothing also when its
 * connection broke. How many try at once is up to the caller.
 */
export class ApiRequests {
  readonly #url: URL;
  readonly #agent: Agent;

  constructor(apiUrl: string, sockets: number) {
    this.#url = new URL(apiUrl);
    this.#agent = new Agent({ keepAlive: true, maxSockets: sockets, maxFreeSockets: sockets });
  }

  /** The answer as soon as its headers are here. Throws `ApiUnavailable`. */
  async send(asked: ApiRequest): Promise<IncomingMessage> {
    const until = Date.now() + apiRestartMs;
    const mayRepeat = isSafe(asked.method);
    for (;;) {
      const answer = await this.#once(asked).catch((error: unknown) => {
        const didNotBegin = codeOf(error) === 'ECONNREFUSED';
        const isFinal = asked.gone.aborted || Date.now() > until || !(didNotBegin || mayRepeat);
        if (isFinal) throw new ApiUnavailable(!didNotBegin && !mayRepeat, error);
        return null;
      });
      if (answer && !isClosing(answer)) return answer;
      answer?.resume();
      if (answer && Date.now() > until) throw new ApiUnavailable(false, new Error('The API is closing.'));
      await delay(againMs * (0.5 + Math.random()));
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #once({ method, path, headers, body, gone }: ApiRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url;
      const outgoing = request({ agent: this.#agent, hostname, port, method, path, headers, signal: gone });
      outgoing.once('response', resolve).on('error', reject); // one that comes after the answer changes nothing
      if (!body || Buffer.isBuffer(body)) return void outgoing.end(body ?? undefined);
      const content = body.stream();
      content.once('error', (error) => outgoing.destroy(error));
      content.pipe(outgoing);
    });
  }
}

/** Changes nothing (RFC 9110, 9.2.1). */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Fastify refuses with these words what arrives on a kept connection once it is closing: nothing was begun. */
function isClosing({ statusCode, headers }: IncomingMessage): boolean {
  return statusCode === 503 && headers.connection === 'close' && headers['content-type'] !== 'application/problem+json';
}

function codeOf(error: unknown): unknown {
  if (error instanceof AggregateError) return codeOf(error.errors[0]); // one of "localhost"'s two addresses each
  return error && typeof error === 'object' && 'code' in error ? error.code : null;
}

/** Belong to one connection, not to the message (RFC 9110, 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** The headers that are passed on: without those of the connection and those it names. */
export function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.has(name)));
}
