/** Shares connections between processes that are ready, to try several on one machine. */
import { get } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

const askEveryMs = 250;
const answerWithinMs = 2_000;

export interface BalancerOptions {
  readonly port: number;
  /** Ports of processes on this machine that answer `/health/ready`. */
  readonly targets: readonly number[];
}

export interface Balancer {
  readonly port: number;
  /** Those that said last that they are ready. */
  readonly ready: readonly number[];
  close(): Promise<void>;
}

/**
 * Listens for TCP, so streams and uploads pass as they are. A connection goes to the next process that is ready, and to
 * another one when that cannot be reached; nothing was sent then. Open connections of a process that is no longer ready stay:
 * it ends them itself.
 */
export async function startBalancer({ port, targets }: BalancerOptions): Promise<Balancer> {
  let ready: readonly number[] = [];
  let turn = 0;
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, (client) => {
    keep(open, client);
    turn = (turn + 1) % targets.length;
    const inTurn = [...targets.slice(turn), ...targets.slice(0, turn)];
    // With nobody ready, those who are starting or overloaded can still say so themselves.
    const first = inTurn.filter((target) => ready.includes(target));
    void join(client, [...first, ...inTurn.filter((target) => !first.includes(target))], open);
  });

  const ask = async () => {
    const answers = await Promise.all(targets.map(isReady));
    ready = targets.filter((_target, index) => answers[index]);
  };
  await ask();
  const asking = setInterval(() => void ask(), askEveryMs);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port, // a server listening on TCP has a port
    get ready() {
      return ready;
    },
    async close() {
      clearInterval(asking);
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function keep(open: Set<Socket>, socket: Socket): void {
  open.add(socket);
  socket.once('close', () => open.delete(socket));
}

/** Joins the client to the first of these that takes its connection. */
async function join(client: Socket, targets: readonly number[], open: Set<Socket>): Promise<void> {
  client.on('error', () => client.destroy());
  for (const target of targets) {
    const upstream = await reach(target);
    if (!upstream) continue;
    keep(open, upstream);
    upstream.on('error', () => client.destroy());
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
    client.pipe(upstream);
    upstream.pipe(client);
    return;
  }
  client.destroy();
}

function reach(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', () => resolve(null));
  });
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(answerWithinMs);
    get({ port, host: '127.0.0.1', path: '/health/ready', agent: false, signal }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode === 200)).once('error', () => resolve(false));
    }).once('error', () => resolve(false));
  });
}
