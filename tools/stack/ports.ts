import { createSocket, type Socket } from 'node:dgram';
import { createServer } from 'node:net';
import { StackError } from './stack-error.ts';

/** Loopback in both families: a stranger on [::1] would answer for "localhost" although 127.0.0.1 is free. */
const LOOPBACK = ['127.0.0.1', '::1'];

export interface PortChoice {
  readonly port: number;
  readonly isSecondChoice: boolean;
}

/** `wanted`, or the next port that is neither busy nor reserved; 0 asks for any free one. It is reserved from now on. */
export async function choosePort(wanted: number): Promise<PortChoice> {
  if (wanted === 0) return { port: await reserveFreePort(), isSecondChoice: false };
  const last = Math.min(wanted + 100, 65_535);
  for (let port = wanted; port <= last; port++) {
    const reservation = await reserve(port);
    if (!reservation) continue;
    if (await isFree(port)) return { port, isSecondChoice: port !== wanted };
    reservation.close();
  }
  throw new StackError(`No free port between ${wanted} and ${last}. Choose another with --port, or --port 0 for any.`);
}

/** Any free port, chosen by the system and reserved. */
export async function reserveFreePort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (await reserve(port)) return port;
  }
}

/** Any free port, for what listens on it at once. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await listenOnce('127.0.0.1', 0);
    if (port !== null) return port;
  }
}

/**
 * Reserves a port for this process and what it starts, until it ends: of two launchers that look at the same moment,
 * one gets it, although its service listens much later. The sign is the UDP port of the same number, which nothing
 * here uses and which the system gives back whatever happens to us. Null when it is reserved already, by whomever.
 */
function reserve(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const sign = createSocket('udp4');
    sign.once('error', () => {
      sign.close();
      resolve(null);
    });
    sign.bind({ port, address: '127.0.0.1', exclusive: true }, () => {
      sign.unref();
      resolve(sign);
    });
  });
}

async function isFree(port: number): Promise<boolean> {
  for (const host of LOOPBACK) {
    if ((await listenOnce(host, port)) === null) return false;
  }
  return true;
}

/** The port that could be listened on, or null when somebody else has it. */
function listenOnce(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(null);
      else if (host === '::1') resolve(port); // A machine without IPv6 has nobody there either.
      else reject(error);
    });
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
