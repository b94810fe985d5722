import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApi } from '../../../api/src/testing/test-api.ts';
import { createBff } from '../app.ts';
import { configSchema, type Config } from '../config.ts';
import { serverFor } from '../server.ts';

/** A running BFF in front of a real API, on a database of their own. */
export async function startTestBff(
  settings: Partial<Record<keyof Config, string>> = {},
  ofApi: Parameters<typeof startTestApi>[0] = {},
) {
  const api = await startTestApi(ofApi);
  const environment = {
    NODE_ENV: 'test',
    PUBLIC_URL: 'http://localhost:3000',
    DATABASE_URL: api.database.bffUrl,
    API_URL: api.url,
    SESSION_SECRET: 'Yq3tNw8zKb5xRj1mPv7cHs4fLd9gTe2a',
    INTERNAL_SECRET: api.config.INTERNAL_SECRET,
    LOG_LEVEL: 'silent',
    ...settings,
  };
  const config = configSchema.parse(environment);
  const bff = createBff(config);
  const server = serverFor(bff.app, config).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server listening on TCP has a port
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    api,
    url,
    bff,
    config,
    /** Its environment, for another process of it. */
    environment,
    /** A browser that signed up with this address: sends its cookie with everything. */
    async signUp(email: string) {
      const visitor = visitorAt(url);
      const response = await visitor.post('/auth/sign-up', {
        name: 'Ada',
        email,
        password: 'correct horse',
        organizationName: 'Engines',
      });
      if (response.status !== 201) throw new Error(await response.text());
      return visitor;
    },
    visitor: () => visitorAt(url),
    /** Resolves when it says that it is ready: it follows the API's changes a moment after it listens. */
    async ready() {
      while (!(await fetch(new URL('/health/ready', url))).ok) await sleep(50);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await bff.close();
      await api.close();
    },
  };
}

export type TestBff = Awaited<ReturnType<typeof startTestBff>>;
export type Visitor = ReturnType<typeof visitorAt>;

function visitorAt(url: string) {
  let cookie = '';
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (cookie && !headers.has('cookie')) headers.set('cookie', cookie);
    const response = await fetch(new URL(path, url), { ...init, headers, redirect: 'manual' });
    const set = response.headers.getSetCookie()[0];
    if (set) cookie = set.split(';', 1)[0] ?? '';
    return response;
  };
  return {
    send,
    cookie: () => cookie,
    setCookie: (value: string) => void (cookie = value),
    post: (path: string, body: object, headers: Record<string, string> = {}) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
}
