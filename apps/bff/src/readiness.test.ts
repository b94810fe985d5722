import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readiness } from './limits.ts';
import { Readiness } from './readiness.ts';

let status: number;
const hub = { isConnected: true };
const api = createServer((_request, response) => response.writeHead(status).end());
let ready: Readiness;
beforeEach(async () => {
  [status, hub.isConnected] = [200, true];
  await once(api.listen(0, '127.0.0.1'), 'listening');
  const { port } = api.address() as AddressInfo; // a server listening on TCP has a port
  ready = new Readiness({ pool: { query: async () => null }, places: [], hub, apiUrl: `http://127.0.0.1:${port}` });
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(async () => {
  vi.useRealTimers();
  ready.close();
  api.closeAllConnections();
  await once(api.close(), 'close');
});
const later = (ms: number) => {
  vi.advanceTimersByTime(ms);
  return ready.problem();
};

test('an API that is being replaced is excused for as long as requests are repeated', async () => {
  expect(await ready.problem()).toBeNull();
  [status, hub.isConnected] = [503, false];
  expect(await later(readiness.apiAwayMs - 1)).toBeNull();
  expect(await later(readiness.askAgainMs + 1)).toBe('The API does not answer.');
  status = 200;
  expect(await later(readiness.askAgainMs + 1)).toBe('The API does not let this process follow changes.');
  hub.isConnected = true;
  expect(await later(readiness.askAgainMs + 1)).toBeNull();
});

test('one that never answered, or never knew this process, is not', async () => {
  status = 503;
  expect(await ready.problem()).toBe('The API does not answer.');
  [status, hub.isConnected] = [200, false];
  expect(await later(readiness.askAgainMs + 1)).toBe('The API does not let this process follow changes.');
});
