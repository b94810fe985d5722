import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { WireEvent } from '../wire.ts';

/** What happens to one request. */
export type Fault =
  | number
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> }
  /** The connection breaks before the server has read it, or after it has stored it. */
  | 'lost'
  | 'answer lost'
  /** Acknowledged and never stored, as a broken proxy does. */
  | 'swallowed'
  /** Stored; of the answer only the beginning arrives. */
  | 'half an answer';

export interface Received {
  readonly at: number;
  readonly headers: IncomingMessage['headers'];
  readonly writeKey: string;
  readonly batch: readonly WireEvent[];
}

export interface FaultyDoor {
  readonly url: string;
  readonly port: number;
  /** Every request, also those that failed. */
  readonly requests: Received[];
  /** Each event once, by message id. */
  readonly stored: Map<string, WireEvent>;
  /** How the next requests fail; after them everything works. */
  readonly faults: Fault[];
  /** Events that are rejected, with the field that is the reason. */
  rejects: (event: WireEvent) => { readonly field: string; readonly message: string } | null;
  close(): Promise<void>;
}

interface DoorOptions {
  /** Answers everything that is not for the door: the pages of a test. */
  readonly page?: (path: string, response: ServerResponse) => void;
  /** The real door, which then stores what arrives; without it only this server does. */
  readonly behind?: string;
}

/**
 * A door for events that fails as it is told to: in front of the real one, or alone, acknowledging as the contract says. It
 * stores each message id once.
 */
export async function openFaultyDoor({ page, behind }: DoorOptions = {}): Promise<FaultyDoor> {
  const requests: Received[] = [];
  const stored = new Map<string, WireEvent>();
  const faults: Fault[] = [];

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = Buffer.from(await buffer(request));
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const { writeKey, batch } = JSON.parse(body.toString()) as Pick<Received, 'writeKey' | 'batch'>; // what the SDK sends
    requests.push({ at: performance.now(), headers: request.headers, writeKey, batch });
    const fault = faults.shift();
    if (fault === 'lost') return void request.socket.destroy();
    if (typeof fault === 'number' || typeof fault === 'object') {
      const { status, headers } = typeof fault === 'number' ? { status: fault, headers: {} } : fault;
      return void response.writeHead(status, headers).end('{"detail":"As the test wants it."}');
    }
    if (fault === 'swallowed')
      return void response.writeHead(202, { 'content-type': 'application/json' }).end('{"results":[]}');
    const answer = behind ? await pass(behind, request, sent) : acknowledge(batch);
    if (answer.status === 202) for (const event of batch) stored.set(event.messageId, event);
    if (fault === 'answer lost') return void request.socket.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    if (!fault) return void response.end(answer.text);
    response.write(answer.text.slice(0, answer.text.length / 2));
    setImmediate(() => response.destroy());
  }

  function acknowledge(batch: readonly WireEvent[]) {
    const results = batch.map((event) => {
      const problem = door.rejects(event);
      return { messageId: event.messageId, status: problem ? 'rejected' : 'ok', ...problem };
    });
    return { status: 202, text: JSON.stringify({ results }) };
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://door');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-expose-headers', 'retry-after');
    if (request.method === 'POST') take(request, response).catch(() => response.destroy());
    else if (page) page(pathname, response);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const door: FaultyDoor = {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    stored,
    faults,
    rejects: () => null,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return door;
}

async function pass(behind: string, { headers, url = '/' }: IncomingMessage, body: Buffer<ArrayBuffer>) {
  const passed = ['authorization', 'content-type', 'content-encoding', 'origin', 'user-agent'].flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const response = await fetch(new URL(url, behind), { method: 'POST', headers: Object.fromEntries(passed), body });
  return { status: response.status, text: await response.text() };
}
