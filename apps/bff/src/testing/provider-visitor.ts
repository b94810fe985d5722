import type { Visitor } from './test-bff.ts';

interface Person {
  readonly email: string;
  readonly name?: string;
  readonly isVerified?: boolean;
}

/** A browser that signs in at a real provider: goes there from the BFF, fills in its form, and comes back. */
export async function signInAt(visitor: Visitor, provider: string, person: Person): Promise<string> {
  const started = await visitor.send(`/auth/oidc/${provider}`);
  const back = await throughProvider(locationOf(started), person);
  return locationOf(await visitor.send(pathOf(back)));
}

/** Where the provider sends the browser back to. */
export async function throughProvider(
  start: string,
  { email, name = 'Olga', isVerified = true }: Person,
): Promise<string> {
  const jar = new Map<string, string>();
  const go = async (url: string, init: RequestInit = {}) => {
    const cookie = [...jar].map(([key, value]) => `${key}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    headers.set('cookie', cookie);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const each of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      jar.set(key, value);
    }
    return response;
  };
  const form = await go(start);
  const page = new URL(locationOf(form), start).href;
  const body = new URLSearchParams({ email, name, ...(isVerified ? { verified: 'yes' } : {}) });
  let next = locationOf(await go(page, { method: 'POST', body }));
  for (let hops = 0; hops < 5 && !next.includes('/auth/oidc/'); hops += 1) next = locationOf(await go(next));
  return next;
}

export function locationOf(response: Response): string {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`${response.url} answered ${response.status} and sends nowhere.`);
  return location;
}

/** The part of an address that the BFF under test knows: it listens elsewhere than PUBLIC_URL says. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
