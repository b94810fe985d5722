import type { InputOf, OutputOf, RouteDefinition } from '@engagex/domain/shared';
import { ApiError, networkError, problemFrom } from './api-error.ts';
import { organizationInUrl } from './organization.ts';

type Input = Readonly<Record<string, unknown>>;

/**
 * Calls one operation of the API. `input` is path parameters, query and body in one object. Throws `ApiError`. With
 * `keepalive` it arrives although the page is closed meanwhile (Fetch: at most 64 KiB of all such requests together).
 *
 *     const contact = await request(contactsRoutes.get, { id })
 */
export async function request<R extends RouteDefinition>(
  route: R,
  input: InputOf<R>,
  options: { signal?: AbortSignal; keepalive?: boolean } = {},
): Promise<OutputOf<R>> {
  const response = await send(urlOf(route, input), {
    method: route.method,
    ...bodyOf(route, input),
    ...options,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API serialised it through this route's own schema
  return (await jsonOf(response)) as OutputOf<R>;
}

/** Calls a path that is no operation of the API, such as `/auth/sign-in`, with the same errors. */
export async function post(path: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  return jsonOf(await send(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

/** The answer to a fetch with credentials and the page's organization; refusals and lost connections are `ApiError`s. */
export async function send(
  url: string,
  init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> },
): Promise<Response> {
  const response = await fetch(url, {
    credentials: 'same-origin',
    ...init,
    headers: { accept: 'application/json', ...organizationHeader(), ...init.headers },
  }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw networkError(cause);
  });
  if (!response.ok) throw new ApiError(problemFrom(response.status, await response.text(), response.headers));
  return response;
}

export function organizationHeader(): Record<string, string> {
  const organization = organizationInUrl();
  return organization ? { 'x-organization': organization } : {};
}

/** The address of an operation: parameters put into the path, the rest of what the route's query knows behind `?`. */
export function urlOf(route: RouteDefinition, input: Input): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(input[name])));
  const query = new URLSearchParams();
  for (const name of Object.keys(route.query?.shape ?? {})) {
    for (const value of [input[name]].flat()) {
      if (isScalar(value) && value !== '') query.append(name, String(value));
    }
  }
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function bodyOf(route: RouteDefinition, input: Input): { body?: string; headers?: Record<string, string> } {
  if (!route.body) return {};
  const elsewhere = new Set([...Object.keys(route.params?.shape ?? {}), ...Object.keys(route.query?.shape ?? {})]);
  const body = Object.fromEntries(Object.entries(input).filter(([name]) => !elsewhere.has(name)));
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}
