import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { type Balancer, startBalancer } from './balancer.ts';

const started: (Server | Balancer)[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) {
    if ('closeAllConnections' in each) each.closeAllConnections();
    await each.close();
  }
});

/** A process that says its name, and whether it is ready. */
async function startTarget(name: string) {
  const state = { isReady: true };
  const server = createServer((request, response) => {
    if (request.url === '/health/ready') response.writeHead(state.isReady ? 200 : 503).end();
    else response.setHeader('connection', 'close').end(name);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  started.push(server);
  return { state, server, port: (server.address() as AddressInfo).port };
}

async function startBetween(...targets: readonly { readonly port: number }[]): Promise<Balancer> {
  const balancer = await startBalancer({ port: 0, targets: targets.map(({ port }) => port) });
  started.push(balancer);
  return balancer;
}

async function answersOf({ port }: Balancer, count: number): Promise<string[]> {
  const answers: string[] = [];
  for (let i = 0; i < count; i += 1) answers.push(await (await fetch(`http://127.0.0.1:${port}/`)).text());
  return answers;
}

test('processes that are ready take turns; one that is not gets nothing until it is again', async () => {
  const [one, two] = [await startTarget('one'), await startTarget('two')];
  const balancer = await startBetween(one, two);
  expect((await answersOf(balancer, 4)).toSorted()).toEqual(['one', 'one', 'two', 'two']);
  two.state.isReady = false;
  await vi.waitFor(() => expect(balancer.ready).toEqual([one.port]), { timeout: 15_000 });
  expect(await answersOf(balancer, 4)).toEqual(['one', 'one', 'one', 'one']);
  two.state.isReady = true;
  await vi.waitFor(() => expect(balancer.ready).toHaveLength(2), { timeout: 15_000 });
  expect(new Set(await answersOf(balancer, 4))).toEqual(new Set(['one', 'two']));
});

test('a connection that one process refuses goes to another, before anybody noticed', async () => {
  const [one, two] = [await startTarget('one'), await startTarget('two')];
  const balancer = await startBetween(one, two);
  two.server.closeAllConnections();
  two.server.close();
  expect(await answersOf(balancer, 6)).toEqual(Array.from({ length: 6 }, () => 'one'));
});
