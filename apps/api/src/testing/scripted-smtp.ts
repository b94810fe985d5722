import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ServerIdentity } from './certificates.ts';

/** What a scripted server does at each step; what it leaves out, it does as a server should. */
export interface Script {
  readonly extensions?: readonly string[];
  /** Answers in place of the usual one; `null` for saying nothing. Gets the connection for whatever else comes to mind. */
  readonly on?: (step: ReceivedCommand) => string | null | undefined;
  /** Who it is in TLS: from the first byte, or when asked with STARTTLS. */
  readonly tls?: ServerIdentity & { readonly begins: 'at once' | 'when asked' };
}

export interface ReceivedCommand {
  readonly step: 'greeting' | 'hello' | 'mail' | 'rcpt' | 'data' | 'message' | 'reset' | 'encrypt' | 'other';
  readonly line: string;
  /** The recipient named last. */
  readonly to: string;
  readonly socket: Socket;
  /** Which connection it is, from 1, and which message on it. */
  readonly connection: number;
  readonly message: number;
}

const usual = { greeting: '220 scripted', mail: '250 ok', rcpt: '250 ok', data: '354 go on', message: '250 taken' };

/** An SMTP server that misbehaves as told, and knows which messages came to their final dot. */
export async function startScriptedSmtp({ extensions = ['PIPELINING', 'SIZE 1000000'], on, tls }: Script = {}) {
  const messages: { readonly to: string; readonly raw: string }[] = [];
  /** Each chunk as it came: what was written together. */
  const chunks: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    const connection = sockets.size;
    if (tls?.begins === 'at once') return converse(secured(socket, tls), connection, true);
    converse(socket, connection, true);
  });

  /** Speaks over one socket until it ends or becomes another one by TLS, on which there is no greeting. */
  function converse(socket: Socket, connection: number, greets: boolean): void {
    let message = 1;
    let to = '';
    let isRefused = false;
    let isData = false;
    let rest = '';
    const say = (step: ReceivedCommand['step'], line: string, otherwise: string) => {
      const told = on?.({ step, line, to, socket, connection, message });
      const answer = told === undefined ? otherwise : told;
      if (answer !== null && !socket.destroyed) socket.write(`${answer}\r\n`);
      return answer ?? '';
    };
    if (greets) say('greeting', '', usual.greeting);
    socket.on('data', hear);

    function hear(chunk: Buffer): void {
      chunks.push(chunk.toString('latin1'));
      rest += chunk.toString('latin1');
      while (!socket.destroyed && !socket.isPaused()) {
        const mark = isData ? /(?:^|\r\n)\.\r\n/ : /\r\n/;
        const end = mark.exec(rest);
        if (!end) return;
        const line = rest.slice(0, end.index);
        rest = rest.slice(end.index + end[0].length);
        if (isData) {
          isData = false;
          if (!isRefused) messages.push({ to, raw: `${line}\r\n`.replaceAll('\r\n..', '\r\n.') });
          say('message', line, usual.message);
          message += 1;
        } else if (/^EHLO/i.test(line)) {
          say('hello', line, ['250-scripted', ...extensions.map((each) => `250-${each}`), '250 OK'].join('\r\n'));
        } else if (/^MAIL/i.test(line)) {
          isRefused = false;
          say('mail', line, usual.mail);
        } else if (/^RCPT/i.test(line)) {
          to = /<(.*)>/.exec(line)?.[1] ?? '';
          isRefused = /^[45]/.test(say('rcpt', line, usual.rcpt));
        } else if (/^DATA/i.test(line)) {
          isData = say('data', line, isRefused ? '503 nobody to send to' : usual.data).startsWith('354');
        } else if (/^STARTTLS/i.test(line) && tls) {
          if (say('encrypt', line, '220 go ahead').startsWith('220')) return encrypt(tls);
        } else if (/^RSET/i.test(line)) say('reset', line, '250 ok');
        else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else say('other', line, '500 what?');
      }
    }

    function encrypt(identity: ServerIdentity): void {
      socket.off('data', hear);
      converse(secured(socket, identity), connection, false);
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has a port
  return {
    url: `smtp://127.0.0.1:${port}`,
    messages,
    chunks,
    connections: () => sockets.size,
    /** Breaks all connections as a router does that has forgotten them: with RST, whatever was under way. */
    reset: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function secured(socket: Socket, { key, cert }: ServerIdentity): TLSSocket {
  const secure = new TLSSocket(socket, { isServer: true, key, cert });
  secure.on('error', () => {}); // a client that does not trust it hangs up
  return secure;
}

export type ScriptedSmtp = Awaited<ReturnType<typeof startScriptedSmtp>>;
