import { join } from 'node:path';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configSchema } from '../../config.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { publicKey, routeKey } from '../http/handles.ts';
import { isPublished, OpenApi } from './openapi.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test('every address the API serves declares a permission, or why it needs none', () => {
  const reflector = api.app.get(Reflector);
  const scanner = api.app.get(MetadataScanner);
  const undeclared = api.app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ metatype }) => {
      const prototype: Record<string, unknown> = metatype?.prototype ?? {};
      return scanner
        .getAllMethodNames(prototype)
        .map((name) => ({ name: `${metatype?.name}.${name}`, handler: prototype[name] as () => unknown })) // methods by name
        .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler))
        .filter(({ handler }) => !reflector.get(routeKey, handler) && !reflector.get(publicKey, handler))
        .map(({ name }) => name);
    });
  expect(undeclared).toEqual([]);
});

test('the OpenAPI document describes every operation', async () => {
  const response = await fetch(new URL('/api/openapi.json', api.url));
  const document = (await response.json()) as {
    paths: Record<string, Record<string, { operationId: string; responses: object }>>;
  }; // what OpenAPI says
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(operations).toHaveLength(api.app.get(OpenApi).routes().filter(isPublished).length);
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
});

test('docs/openapi.json is the document that is served, so that a changed contract is seen in review', async () => {
  const response = await fetch(new URL('/api/openapi.json', api.url));
  const text = `${JSON.stringify(await response.json(), null, 2)}\n`;
  await expect(text, '`npm run docs` writes it again').toMatchFileSnapshot(
    join(import.meta.dirname, '../../../../../docs/openapi.json'),
  );
});

test('a request that is not JSON, too large or nowhere gets a problem and no detail', async () => {
  const member = await api.newOrganization();
  const problem = async (path: string, init: RequestInit) => {
    const response = await member.fetch(path, { method: 'POST', ...init });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    return { status: response.status, ...((await response.json()) as { code: string }) }; // a problem
  };
  const json = { 'content-type': 'application/json' };
  expect(await problem('/api/groups', { headers: json, body: '{nope' })).toMatchObject({
    status: 400,
    code: 'input.invalid',
  });
  expect(await problem('/api/groups', { headers: { 'content-type': 'application/xml' }, body: '<x/>' })).toMatchObject({
    status: 415,
    code: 'input.media-type',
  });
  expect(
    await problem('/api/groups', { headers: json, body: JSON.stringify({ name: 'x'.repeat(5_000_000) }) }),
  ).toMatchObject({ status: 413 });
  expect(await problem('/api/groups', { headers: json, body: JSON.stringify({ name: 'a\u0000b' }) })).toMatchObject({
    status: 400,
  });
  expect(await problem('/api/groups', { headers: json, body: JSON.stringify({ name: 7 }) })).toMatchObject({
    status: 400,
  });
  expect(await problem('/api/nowhere', { headers: json, body: '{}' })).toMatchObject({
    status: 404,
    code: 'path.not-found',
  });
  expect(await problem('/api/campaigns/not-a-uuid/launch', { headers: json, body: '{}' })).toMatchObject({
    status: 404,
  });
});

test('production refuses example secrets and plain HTTP, naming each problem', () => {
  const result = configSchema.safeParse({
    NODE_ENV: 'production',
    PUBLIC_URL: 'http://mail.example.com',
    DATABASE_URL: 'postgres://x',
    INTERNAL_SECRET: 'change-me-change-me-change-me-change-me',
    TRACKING_SECRET: 'a'.repeat(40),
    ENCRYPTION_SECRET: 'b'.repeat(40),
    FILES_DIR: '/files',
  });
  expect(result.error?.issues.map((issue) => issue.path[0])).toEqual([
    'SMTP_URL',
    'PUBLIC_URL',
    'INTERNAL_SECRET',
    'TRACKING_SECRET',
    'ENCRYPTION_SECRET',
  ]);
});
