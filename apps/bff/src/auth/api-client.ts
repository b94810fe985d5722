import type { z } from 'zod';
import { DomainError, type ErrorKind, statusOfKind, type RouteDefinition } from '@engagex/domain/shared';
import { addressHeader } from '../proxy/address.ts';
import { identityHeader, type Claims, type IdentitySigner } from '../proxy/identity.ts';

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
  readonly #url: string;
  readonly #signer: IdentitySigner;

  constructor(url: string, signer: IdentitySigner) {
    this.#url = url;
    this.#signer = signer;
  }

  async call<S extends z.ZodType>(
    route: RouteDefinition & { readonly response: S },
    claims: Claims,
    options: Call,
  ): Promise<z.output<S>> {
    const response = await this.#send(route, claims, options);
    const answer: unknown = await response.json();
    if (response.ok) return route.response.parse(answer);
    throw refusalOf(response.status, answer as Problem); // the API answers errors with problem details only
  }

  async #send(
    route: RouteDefinition,
    claims: Claims,
    { params = {}, body, requestId, address }: Call,
  ): Promise<Response> {
    const identity = await this.#signer.sign(claims);
    const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    try {
      return await fetch(new URL(path, this.#url), {
        method: route.method,
        headers: {
          [identityHeader]: identity,
          'x-request-id': requestId,
          [addressHeader]: address,
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(20_000),
      });
    } catch (cause) {
      throw new DomainError(
        'unavailable',
        'api.unavailable',
        'The service is restarting. Nothing was lost; try again in a moment.',
        { cause },
      );
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
