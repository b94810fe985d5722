import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { webApp } from './web-app.ts';

test('every address of a page opens the application, also one that ends like a file; a file that is not there is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'web-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>The application</title>');
  const server = express().use(webApp(folder)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const open = async (path: string, accept: string) =>
    (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } })).status;
  for (const path of ['/', '/o/1/campaigns', '/o/1/settings/domain-reports/shop.example'])
    expect(await open(path, 'text/html'), path).toBe(200);
  expect(await open('/assets/gone.js', 'text/html')).toBe(404);
  expect(await open('/favicon.svg', 'image/*')).toBe(404);
});
