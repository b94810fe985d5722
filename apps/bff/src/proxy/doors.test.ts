import { once } from 'node:events';
import { createServer, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { OpenApi } from '../../../api/src/platform/openapi/openapi.ts';
import { doors } from '../limits.ts';
import { startTestBff, type TestBff, type Visitor } from '../testing/test-bff.ts';
import { ApiRequests } from './api-requests.ts';
import { isDownload, sizeOfBody, usesDownloads, usesUploads } from './special-routes.ts';

let bff: TestBff;
let ada: Visitor;
let bob: Visitor;
beforeAll(async () => {
  bff = await startTestBff({ SIGN_UP_LIMIT: '1000', STREAMS_PER_USER: '310', REQUESTS_PER_USER: '40' });
  [ada, bob] = await Promise.all([bff.signUp('ada@example.com'), bff.signUp('bob@example.com')]);
  await bff.ready();
});
afterAll(() => bff.close());

const opened: { destroy(): void }[] = [];
afterEach(() => opened.splice(0).forEach((each) => each.destroy()));

/** A request whose body never ends. */
function slowPost(path: string, headers: Record<string, string> = {}): ClientRequest {
  const outgoing = httpRequest(new URL(path, bff.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': '1000', ...headers },
  });
  outgoing.on('error', () => {}); // it is cut off in the end
  outgoing.write('{"name":');
  opened.push(outgoing);
  return outgoing;
}

async function openTab(visitor: Visitor): Promise<IncomingMessage> {
  const outgoing = httpRequest(new URL('/api/live', bff.url), { headers: { cookie: visitor.cookie() } }).end();
  outgoing.on('error', () => {}); // it is cut off in the end
  opened.push(outgoing);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]; // what the event carries
  answer.on('error', () => {});
  return answer;
}

/** What everybody else does meanwhile: all of it has to work. */
async function everythingElseWorks(): Promise<void> {
  const answers = await Promise.all([
    bob.send('/api/contacts').then(({ status }) => status),
    bob.post('/api/groups', { name: `Friends ${Math.random()}` }).then(({ status }) => status),
    bff
      .visitor()
      .send('/t/forged/open.gif')
      .then(({ status }) => status),
    bff
      .visitor()
      .send('/u/forged')
      .then(({ status }) => status),
    bff
      .visitor()
      .send('/u/forged', { method: 'POST', body: 'List-Unsubscribe=One-Click' })
      .then(({ status }) => status),
    bff
      .visitor()
      .send('/health/ready')
      .then(({ status }) => status),
  ]);
  expect(answers).toEqual([200, 201, 200, 404, 404, 200]);
}

test('three hundred open pages of one person hold up nobody, and each hears of a change', async () => {
  const tabs = await Promise.all(Array.from({ length: 300 }, () => openTab(ada)));
  expect(new Set(tabs.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  const answers = tabs.map(
    (tab) =>
      new Promise<void>((resolve) => tab.on('data', (text: Buffer) => text.includes('"noun":"groups"') && resolve())),
  );
  await everythingElseWorks();
  expect((await ada.post('/api/groups', { name: 'Everybody' })).status).toBe(201);
  await Promise.all(answers);
});

test('pages beyond what one person may have open are told to wait, and those of others are opened', async () => {
  const tabs = await Promise.all(Array.from({ length: 312 }, () => openTab(ada)));
  const refused = tabs.filter(({ statusCode }) => statusCode !== 200);
  expect(refused.map(({ statusCode, headers }) => [statusCode, headers['retry-after']])).toEqual([
    [503, expect.stringMatching(/^([5-9]|1[0-4])$/)],
    [503, expect.stringMatching(/^([5-9]|1[0-4])$/)],
  ]);
  expect((await openTab(bob)).statusCode).toBe(200);
});

test('three hundred slow bodies hold up nobody: without an account they are refused, with one they wait here', async () => {
  const anonymous = Array.from({ length: 300 }, () => slowPost('/api/groups'));
  const signedIn = Array.from({ length: 50 }, () => slowPost('/api/groups', { cookie: ada.cookie() }));
  const unsubscribing = Array.from({ length: 50 }, () => slowPost('/u/forged'));
  const [answer] = (await once(anonymous[0]!, 'response')) as [IncomingMessage]; // what the event carries
  expect(answer.statusCode).toBe(401);
  await everythingElseWorks();
  const cutOff = await Promise.all(
    [...signedIn, ...unsubscribing].map(async (outgoing) => {
      const [{ statusCode }] = (await once(outgoing, 'response')) as [IncomingMessage]; // what the event carries
      return statusCode;
    }),
  );
  expect(new Set(cutOff)).toEqual(new Set([408]));
}, 40_000);

test('connections whose headers never end hold up nobody, and are closed', async () => {
  const { hostname, port } = new URL(bff.url);
  const sockets = Array.from({ length: 300 }, (): Socket => {
    const socket = connect(Number(port), hostname, () => socket.write('POST /api/groups HTTP/1.1\r\nhost: x\r\n'));
    opened.push(socket.resume().on('error', () => {}));
    return socket;
  });
  const closed = Promise.all(sockets.map(async (socket) => (await once(socket, 'close'), socket.destroyed)));
  await everythingElseWorks();
  expect(new Set(await closed)).toEqual(new Set([true]));
}, 40_000);

test('a flood of sign-ins is slowed down, answered, and leaves the rest alone', async () => {
  const flood = Array.from({ length: 200 }, (_, index) =>
    bff.visitor().post('/auth/sign-in', { email: `nobody-${index}@example.com`, password: 'wrong horse' }),
  );
  await everythingElseWorks();
  const answers = await Promise.all(flood);
  expect(answers.filter(({ status }) => ![401, 429, 503].includes(status))).toEqual([]);
  const slowedDown = answers.filter(({ status }) => status !== 401);
  expect(slowedDown.length).toBeGreaterThan(50);
  expect(slowedDown.filter(({ headers }) => !headers.get('retry-after'))).toEqual([]);
});

test('more requests of one person at once than their share are told to wait (429), those of others are served', async () => {
  const holder = new pg.Client({ connectionString: bff.api.database.ownerUrl });
  await holder.connect();
  try {
    await holder.query('begin; lock table templates in access exclusive mode'); // whoever reads them waits
    const answers = Array.from({ length: 60 }, () => ada.send('/api/templates'));
    const statuses: number[] = [];
    answers.forEach((answer) => void answer.then(({ status }) => statuses.push(status)));
    await vi.waitFor(() => expect(statuses).toHaveLength(20), { timeout: 10_000 });
    await everythingElseWorks();
    expect(new Set(statuses)).toEqual(new Set([429]));
    await holder.query('commit');
    const all = await Promise.all(answers);
    expect(all.filter(({ status }) => status === 200)).toHaveLength(40);
    expect(await all.find(({ status }) => status === 429)!.json()).toMatchObject({ code: 'requests.too-many' });
  } finally {
    await holder.end();
  }
});

test('a body larger than its route takes is refused in words, however large it says it is', async () => {
  for (const path of ['/u/forged', '/f/forged']) {
    const answer = await bff.visitor().send(path, { method: 'POST', body: 'x'.repeat(300 * 1024) });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([413, 'input.too-large']); // a problem
  }
  const answer = await ada.post('/api/groups', { name: 'x'.repeat(5 * 1024 * 1024) });
  expect(answer.status).toBe(413);
});

test('a recipient whose request is refused reads a page in their language; programs are told by status and a few words', async () => {
  const closed = await startTestBff({ API_URL: 'http://127.0.0.1:9', FORM_LIMIT: '1' });
  const browser = (languages: string) => ({ accept: 'text/html,application/xhtml+xml', 'accept-language': languages });
  const form = '/f/0f8fad5b-d9cb-469f-a165-70867728950e';
  const away = (path: string, init: RequestInit = {}) => fetch(new URL(path, closed.url), init);
  const large = (path: string, headers: Record<string, string>) =>
    bff.visitor().send(path, { method: 'POST', headers, body: 'x'.repeat(300 * 1024) });
  try {
    const [oneClick, picture, ...pages] = await Promise.all([
      away('/u/x', { method: 'POST', body: new URLSearchParams('List-Unsubscribe=One-Click') }),
      away('/t/x/open.gif', { headers: { accept: 'image/*' } }),
      away('/u/x', { headers: browser('de-CH, en;q=0.5') }),
      away('/u/x/preferences', { headers: browser('fr') }),
      away('/t/x/0?lang=es', { headers: browser('pt') }),
      away(form, { method: 'POST', headers: browser('it') }),
      large('/u/forged', browser('nl')),
      large('/f/forged', browser('ja')),
    ]);
    const read = await Promise.all(
      pages.map(async (answer) => {
        const html = await answer.text();
        const words = [/<html lang="(..)"/, /<h1>(.*?)<\/h1>/].map((part) => part.exec(html)?.[1]);
        return [answer.status, answer.headers.get('retry-after'), ...words];
      }),
    );
    expect(read).toEqual([
      [503, '2', 'de', 'Bitte versuchen Sie es gleich noch einmal'],
      [503, '2', 'fr', 'Veuillez réessayer dans un instant'],
      [503, '2', 'es', 'Inténtelo de nuevo en un momento'],
      [503, '2', 'it', 'Riprova tra un momento'],
      [413, null, 'nl', 'Dat is te veel tekst'],
      [413, null, 'en', 'That’s too much text'],
    ]);
    const tooMany = await away(form, { method: 'POST', headers: browser('pt-BR') });
    expect([tooMany.status, await tooMany.text()]).toEqual([429, expect.stringContaining('Demasiados pedidos')]);
    expect(Number(tooMany.headers.get('retry-after'))).toBeGreaterThan(60);
    for (const answer of [oneClick, picture]) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
      expect(answer.headers.get('content-type')).toContain('json');
      expect((await answer.text()).length).toBeLessThan(500);
    }
    const byScript = await away(form, { method: 'POST' });
    expect([byScript.status, byScript.headers.get('content-type')]).toEqual([429, 'text/plain; charset=utf-8']);
  } finally {
    await closed.close();
  }
}, 60_000);

test('what the API itself refuses is a page for a recipient, too', async () => {
  const answer = await bff.visitor().send('/u/forged', {
    method: 'POST',
    headers: { accept: 'text/html', 'accept-language': 'de', 'content-type': 'application/json' },
    body: '{',
  });
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Das hat nicht geklappt')]);
});

test('bodies and answers pass unchanged: chunked, spooled to a file, and back', async () => {
  const rows = Array.from({ length: 40_000 }, (_, index) => `p${index}@example.com`);
  const form = new FormData();
  form.set('file', new File([`email\n${rows.join('\n')}\n`], 'people.csv'));
  const uploaded = await ada.send('/api/imports', { method: 'POST', body: form });
  expect(uploaded.status).toBe(201);
  const stream = ReadableStream.from([Buffer.from('{"name":'), Buffer.from('"In pieces"}')]);
  const made = await ada.send('/api/groups', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: stream,
    duplex: 'half',
  });
  expect([made.status, ((await made.json()) as { name: string }).name]).toEqual([201, 'In pieces']); // a group
});

test('every route with a file or a larger body has its door', () => {
  const routes = bff.api.app.get(OpenApi).routes();
  const example = ({ path }: { path: string }) => path.replaceAll(/:\w+/g, '0f8fad5b-d9cb-469f-a165-70867728950e');
  for (const route of routes.filter(({ path }) => path.startsWith('/api/'))) {
    expect([route.id, usesUploads(route.method, example(route))]).toEqual([route.id, route.upload === true]);
    expect([route.id, usesDownloads(route.method, example(route))]).toEqual([route.id, isDownload(route)]);
    expect([route.id, sizeOfBody(route.method, example(route))]).toEqual([
      route.id,
      route.bodyBytes ?? 4 * 1024 * 1024,
    ]);
  }
});

test('while the API restarts, requests wait and are answered; what it was working on is told as not known', async () => {
  let restart = () => {};
  const restarted: unknown[] = [];
  const start = (port: number) =>
    createServer((request, response) => {
      if (request.url === '/api/slow') return restart();
      restarted.push(request.url);
      response.end('{}');
    }).listen(port, '127.0.0.1');
  let server = start(0);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const proxy = new ApiRequests(`http://127.0.0.1:${port}`, 4);
  const ask = async (method: string, path: string) => {
    const answer = await proxy.send({
      method,
      path,
      headers: { 'content-length': 2 },
      body: Buffer.from('{}'),
      gone: new AbortController().signal,
    });
    answer.resume();
    return answer.statusCode;
  };
  expect(await ask('POST', '/api/warm')).toBe(200);
  restart = () => {
    server.closeAllConnections();
    server.close(() => setTimeout(() => (server = start(port)), 500));
  };
  await expect(ask('POST', '/api/slow')).rejects.toMatchObject({ mayHaveActed: true });
  expect(await Promise.all([ask('POST', '/api/one'), ask('PUT', '/api/two'), ask('GET', '/api/three')])).toEqual([
    200, 200, 200,
  ]);
  expect(new Set(restarted)).toEqual(new Set(['/api/warm', '/api/one', '/api/two', '/api/three']));
  expect(restarted).toHaveLength(4);
  proxy.close();
  server.close();
});

test('an API that hangs at one door holds up only that door', async () => {
  // An API that never answers tracking, and everything else at once.
  const hanging = createServer((request, response) => {
    if (!request.url?.startsWith('/t/')) response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(hanging, 'listening');
  const address = hanging.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const other = await startTestBff({ API_URL: `http://127.0.0.1:${port}` });
  try {
    const stuck = Array.from({ length: doors.tracking.places + 10 }, () => fetch(new URL('/t/x/open.gif', other.url)));
    for (const each of stuck) each.catch(() => {}); // cut off at the end
    expect((await fetch(new URL('/u/x', other.url))).status).toBe(404);
    expect((await fetch(new URL('/f/x', other.url))).status).toBe(404);
    expect((await fetch(new URL('/api/contacts', other.url))).status).toBe(404);
  } finally {
    hanging.closeAllConnections();
    hanging.close();
    await other.close();
  }
});
