import { request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImageView } from '@engagex/domain/images';
import { drawing } from '../../../api/src/testing/made-images.ts';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';

let bff: TestBff;
beforeAll(async () => {
  bff = await startTestBff({ IMAGES_URL: 'http://images.example' });
});
afterAll(() => bff.close());

async function statusAt(host: string, path: string): Promise<number | undefined> {
  const [answer] = (await once(request(new URL(path, bff.url), { headers: { host } }).end(), 'response')) as [
    IncomingMessage, // what the event carries
  ];
  answer.resume();
  return answer.statusCode;
}

test('an image reaches anybody without a cookie, with headers of its own, and its host serves nothing else', async () => {
  const ada = await bff.signUp('ada@example.com');
  const form = new FormData();
  form.set('file', new File([new Uint8Array(await drawing(30, 30))], 'logo.png'));
  const uploaded = await ada.send('/api/images', { method: 'POST', body: form });
  const { url } = (await uploaded.json()) as ImageView; // what the route answers
  const { pathname } = new URL(url);
  const answer = await fetch(new URL(pathname, bff.url));
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
  expect(answer.headers.get('set-cookie')).toBeNull();
  const statuses = ['/', '/api/session', '/auth/sign-in', '/t/x/open.gif', pathname, '/health/live'];
  expect(await Promise.all(statuses.map((path) => statusAt('images.example', path)))).toEqual([
    404, 404, 404, 404, 200, 200,
  ]);
  expect(await statusAt('localhost:3000', '/')).not.toBe(404);
});
