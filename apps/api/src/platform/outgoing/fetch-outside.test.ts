import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { Dns } from '../../ports/dns.ts';
import { fetchOutside, isOutside } from './fetch-outside.ts';

/** Names that lead where the test says, one answer after the other. */
class TestDns extends Dns {
  readonly asked: string[] = [];
  readonly #addresses: Record<string, string[][]>;

  constructor(addresses: Record<string, string[][]>) {
    super();
    this.#addresses = addresses;
  }

  exchangesOf(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  addressesOf(host: string): Promise<readonly string[]> {
    this.asked.push(host);
    return Promise.resolve(this.#addresses[host]?.shift() ?? []);
  }

  inquire(): never {
    throw new Error('Fetching needs addresses only.');
  }
}

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port; // a server that listens on TCP has one
}

const anywhere = () => true;
const fetchWith = (url: string, { dns = new TestDns({}), mayReach = isOutside, timeoutMs = 5_000 } = {}) =>
  fetchOutside(url, { dns, mayReach, maxBytes: 1_000, timeoutMs, accept: '*/*' }, text);

test('nothing inside is reached: by address, by number, by name, or by a name with one address inside among others', async () => {
  let reached = 0;
  const port = await serve((_request, response) => response.end(String((reached += 1))));
  const dns = new TestDns({
    localhost: [['127.0.0.1']],
    'metadata.example': [['169.254.169.254']],
    'both.example': [['93.184.216.34', '10.0.0.1']],
    'six.example': [['::ffff:127.0.0.1']],
  });
  for (const host of [
    '127.0.0.1',
    '2130706433', // 127.0.0.1 as one number
    '0x7f.1',
    '0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '169.254.169.254',
    '10.0.0.1',
    'localhost',
    'metadata.example',
    'both.example',
    'six.example',
  ])
    await expect(fetchWith(`http://${host}:${port}/`, { dns }), host).rejects.toMatchObject({
      kind: 'invalid',
      code: 'url.private-network',
    });
  expect(reached).toBe(0);
});

test('a redirect is checked as any address', async () => {
  let reached = 0;
  const inside = await serve((_request, response) => response.end(String((reached += 1))));
  const port = await serve((_request, response) =>
    response.writeHead(302, { location: `http://inside.example:${inside}/` }).end(),
  );
  const dns = new TestDns({ 'outside.example': [['127.0.0.1']], 'inside.example': [['127.0.0.2']] });
  const mayReach = (address: string) => address === '127.0.0.1';
  await expect(fetchWith(`http://outside.example:${port}/`, { dns, mayReach })).rejects.toMatchObject({
    code: 'url.private-network',
  });
  expect([dns.asked, reached]).toEqual([['outside.example', 'inside.example'], 0]);
});

test('a name is asked about once, and the connection goes to the very address that was looked at', async () => {
  const port = await serve((request, response) => response.end(`hello ${request.headers.host}`));
  const dns = new TestDns({ 'rebind.example': [['127.0.0.1'], ['127.0.0.2']] });
  const url = `http://rebind.example:${port}/`;
  expect(await fetchWith(url, { dns, mayReach: anywhere })).toBe(`hello rebind.example:${port}`);
  expect(dns.asked).toEqual(['rebind.example']);
});

test('a server that is slow, sends too much or says so is left, and an odd address is refused', async () => {
  const port = await serve(({ url }, response) => {
    if (url === '/slow') return void response.write('a little');
    if (url === '/says') return response.writeHead(200, { 'content-length': '1001' }).end();
    if (url === '/script') return response.writeHead(302, { location: 'javascript:alert(1)' }).end();
    return response.end('x'.repeat(url === '/fits' ? 1_000 : 1_001));
  });
  const from = (path: string) => fetchWith(`http://127.0.0.1:${port}${path}`, { mayReach: anywhere, timeoutMs: 500 });
  expect(await from('/fits')).toHaveLength(1_000);
  await expect(from('/more')).rejects.toMatchObject({ code: 'url.too-large' });
  await expect(from('/says')).rejects.toMatchObject({ code: 'url.too-large' });
  await expect(from('/slow')).rejects.toMatchObject({ code: 'url.too-slow' });
  await expect(from('/script')).rejects.toMatchObject({ code: 'url.scheme' });
  await expect(fetchWith('http://me:secret@example.com/')).rejects.toMatchObject({ code: 'url.credentials' });
  await expect(fetchWith('http://nowhere.example/')).rejects.toMatchObject({ code: 'url.unknown-host' });
});
