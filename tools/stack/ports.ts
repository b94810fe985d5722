import { createServer } from 'node:net';
import { StackError } from './stack-error.ts';

/** Loopback in both families: a stranger on [::1] would answer for "localhost" although 127.0.0.1 is free. */
const LOOPBACK = ['127.0.0.1', '::1'];

export interface PortChoice {
  readonly port: number;
  readonly isSecondChoice: boolean;
}

/** `wanted`, or the next port that is neither busy nor in `taken`; 0 asks for any free one. */
export async function choosePort(wanted: number, taken: ReadonlySet<number> = new Set()): Promise<PortChoice> {
  if (wanted === 0) return { port: await freePort(taken), isSecondChoice: false };
  const last = Math.min(wanted + 100, 65_535);
  for (let port = wanted; port <= last; port++) {
    if (!taken.has(port) && (await isFree(port))) return { port, isSecondChoice: port !== wanted };
  }
  throw new StackError(`No free port between ${wanted} and ${last}. Choose another with --port, or --port 0 for any.`);
}

/** Any free port, chosen by the system. */
export async function freePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (;;) {
    const port = await listenOnce('127.0.0.1', 0);
    if (port !== null && !taken.has(port)) return port;
  }
}

/** Several of them, each another. */
export async function freePorts(count: number, taken: ReadonlySet<number>): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) ports.push(await freePort(new Set([...taken, ...ports])));
  return ports;
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
