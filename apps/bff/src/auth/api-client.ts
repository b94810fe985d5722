import { json } from 'node:stream/consumers';
import type { z } from 'zod';
import { DomainError, type ErrorKind, Gate, statusOfKind, type RouteDefinition } from '@engagex/domain/shared';
import { doors } from '../limits.ts';
import { addressHeader } from '../proxy/address.ts';
import { ApiRequests, unavailable } from '../proxy/api-requests.ts';
import { identityHeader, type Claims, type IdentitySigner } from '../proxy/identity.ts';

const answerWithinMs = 20_000;

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: { path: string[]; message: string }[];
}

/** What goes along with a call: on whose request it is made, and from where. */
export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly requestId: string;
  readonly address: string;
}

/** Calls the API in the BFF's own name or a user's; its refusals are thrown as they came. */
export class ApiClient {
  readonly #gate: Gate;
  readonly #api: ApiRequests;
  readonly #signer: IdentitySigner;

  constructor(url: string, signer: IdentitySigner, door: 'auth' | 'links' | 'live') {
    this.#gate = new Gate(door, doors[door]);
    this.#api = new ApiRequests(url, doors[door].places);
    this.#signer = signer;
  }

  /** For how long a call has been waiting while every place was taken. */
  get stuckForMs(): number {
    return this.#gate.stuckForMs;
  }

  async call<S extends z.ZodType>(
    route: RouteDefinition & { readonly response: S },
    claims: Claims,
    options: Call,
  ): Promise<z.output<S>> {
    const leave = await this.#gate.enter(options.address);
    try {
      const { status, answer } = await this.#send(route, claims, options);
      if (status < 400) return route.response.parse(answer);
      throw refusalOf(status, answer as Problem); // the API answers errors with problem details only
    } finally {
      leave();
    }
  }

  close(): void {
    this.#api.close();
  }

  async #send(
    route: RouteDefinition,
    claims: Claims,
    { params = {}, body, requestId, address }: Call,
  ): Promise<{ status: number; answer: unknown }> {
    const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const content = body && Buffer.from(JSON.stringify(body));
    try {
      const answer = await this.#api.send({
        method: route.method,
        path,
        headers: {
          [identityHeader]: await this.#signer.sign(claims),
          'x-request-id': requestId,
          [addressHeader]: address,
          ...(content ? { 'content-type': 'application/json', 'content-length': content.length } : {}),
        },
        body: content ?? null,
        gone: AbortSignal.timeout(answerWithinMs),
      });
      return { status: answer.statusCode ?? 500, answer: await json(answer) };
    } catch (cause) {
      throw unavailable(cause);
    }
  }
}

function refusalOf(
  status: number,
  { code = 'server.error', detail = 'Something went wrong on our side.', errors }: Problem,
): Error {
  const kind = Object.keys(statusOfKind).find((name) => statusOfKind[name as ErrorKind] === status); // keys of a record of kinds
  if (!kind) return new Error(`The API answered ${status}: ${detail}`);
  return new DomainError(kind as ErrorKind, code, detail, errors ? { errors } : {});
}
