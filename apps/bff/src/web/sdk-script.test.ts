import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { securityHeaders } from '../security/headers.ts';
import { sdkScript } from './sdk-script.ts';

async function serve(built: boolean): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sdk-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'package.json'), '{"version":"1.2.3"}');
  if (built) writeFileSync(join(folder, 'dist/engagex.js'), 'collect();'.repeat(100));
  const app = express().use(securityHeaders({ isHttps: false }), sdkScript(join(folder, 'dist')));
  const server = app.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
}

test('pages of every site may load the script, the one of a version for good', async () => {
  const url = await serve(true);
  const latest = await fetch(`${url}/sdk/engagex.js`, { headers: { 'accept-encoding': 'br' } });
  expect(await latest.text()).toBe('collect();'.repeat(100));
  expect(Object.fromEntries(latest.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'content-encoding': 'br',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
    vary: 'accept-encoding',
  });
  const pinned = await fetch(`${url}/sdk/engagex-1.2.3.js`);
  expect(pinned.headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${url}/sdk/engagex-1.2.2.js`)).status).toBe(404);
});

test('a browser that has the script is told that it is still the same', async () => {
  const url = await serve(true);
  const etag = (await fetch(`${url}/sdk/engagex.js`)).headers.get('etag') ?? '';
  const again = await fetch(`${url}/sdk/engagex.js`, {
    headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
  });
  expect(again.status).toBe(304);
  const plain = await fetch(`${url}/sdk/engagex.js`, { headers: { 'accept-encoding': 'identity' } });
  expect([plain.headers.get('content-encoding'), plain.headers.get('etag') === etag]).toEqual([null, false]);
});

test('before it is built there is no script', async () => {
  expect((await fetch(`${await serve(false)}/sdk/engagex.js`)).status).toBe(404);
});
