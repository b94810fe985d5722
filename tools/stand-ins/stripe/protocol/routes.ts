import type { World } from '../world/world.ts';

type Method = 'GET' | 'POST' | 'DELETE';

export interface Route {
  /** As on the list of parameters: `POST /v1/customers/{id}`. */
  readonly name: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly answer: (world: World, params: never, ...ids: string[]) => object;
}

/**
 * The kind of the parameters is the one of Stripe's package: they were checked against a list that is derived from it.
 * IDs come in the order of the path.
 */
export function route<P>(
  name: `${Method} /v${1 | 2}/${string}`,
  answer: (world: World, params: P, ...ids: string[]) => object,
): Route {
  const [method = '', path = ''] = name.split(' ');
  const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
  return { name, method, pattern, answer };
}

export interface Match {
  readonly route: Route;
  readonly ids: readonly string[];
}

/** The first route that fits, so fixed words come before IDs. */
export function matchRoute(routes: readonly Route[], method: string, path: string): Match | null {
  for (const candidate of routes) {
    const found = candidate.method === method ? candidate.pattern.exec(path) : null;
    if (found) return { route: candidate, ids: found.slice(1).map(decodeURIComponent) };
  }
  return null;
}
