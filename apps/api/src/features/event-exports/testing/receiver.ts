import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A customer's server that takes exports; `answer` decides its status, and may end the sender meanwhile. */
export async function startReceiver() {
  const received: Received[] = [];
  const behaviour = { answer: async (): Promise<number> => 200 };
  const server = createServer((request, response) => {
    const answering = async () => {
      received.push({ headers: request.headers, body: await buffer(request) });
      response.writeHead(await behaviour.answer()).end();
    };
    void answering();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // a server that listens on TCP has one
  return {
    url: `http://127.0.0.1:${port}/events`,
    received,
    behaviour,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
