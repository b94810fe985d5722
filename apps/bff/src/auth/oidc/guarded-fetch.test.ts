import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { guardedFetch, plainFetch } from './guarded-fetch.ts';

const options = { method: 'GET', headers: {}, body: null, redirect: 'manual' } as const;

test('nothing inside is fetched: by address, by name, or without TLS', async () => {
  for (const url of [
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/',
    'https://2130706433/', // 127.0.0.1 as one number
  ])
    await expect(guardedFetch(url, options), url).rejects.toMatchObject({
      code: 'single-sign-on.issuer',
      message: expect.stringContaining('private network'),
    });
  await expect(guardedFetch('http://example.com/', options)).rejects.toMatchObject({
    message: expect.stringContaining('https://'),
  });
});

test('an answer without end is cut', async () => {
  const server = createServer((_request, response) => {
    const timer = setInterval(() => response.write(Buffer.alloc(64 * 1024)), 1);
    response.on('close', () => clearInterval(timer));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server listening on TCP has a port
  const { port } = server.address() as AddressInfo;
  await expect(plainFetch(`http://127.0.0.1:${port}/`, options)).rejects.toMatchObject({
    message: expect.stringContaining('512 kB'),
  });
  server.closeAllConnections();
  server.close();
});
