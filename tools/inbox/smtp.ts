import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { hangsUp, refusalOf } from './faults.ts';
import type { Message } from './message.ts';
import type { Mailbox } from './mailbox.ts';
import { type Onward, passOn } from './onward.ts';

const LARGEST_MESSAGE = 25 * 1024 * 1024;

/** Takes everything for everybody: no sign-in, no TLS, nothing leaves the machine. */
export function createSmtpServer(mailbox: Mailbox, onward: Onward | null): SMTPServer {
  const sockets = new Map<number, Socket>();
  const smtp = new SMTPServer({
    name: 'inbox.localhost',
    banner: 'EngageX development inbox',
    size: LARGEST_MESSAGE,
    rejectOversized: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo: ({ address }, _session, callback) => callback(replyTo(address)),
    onData(stream, session, callback) {
      void receive(stream, session, mailbox).then(({ isAnswered, message }) => {
        if (isAnswered) callback();
        else sockets.get(session.remotePort)?.destroy();
        if (onward && message) void passOn(message, onward);
      }, callback);
    },
  });
  smtp.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });
  // A client that vanishes is its own affair.
  smtp.on('error', () => {});
  return smtp;
}

interface Received {
  /** Whether the client is to hear of it. */
  readonly isAnswered: boolean;
  /** Null for one that was not taken. */
  readonly message: Message | null;
}

async function receive(stream: SMTPServerDataStream, session: SMTPServerSession, mailbox: Mailbox): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer); // a stream of bytes
  if (stream.sizeExceeded) return { isAnswered: true, message: null }; // the server itself answers 552
  const { mailFrom, rcptTo } = session.envelope;
  const to = rcptTo.map(({ address }) => address);
  const from = mailFrom ? mailFrom.address : '';
  const message = mailbox.receive({ receivedAt: new Date(), from, to, raw: Buffer.concat(chunks) });
  return { isAnswered: !to.some(hangsUp), message };
}

function replyTo(recipient: string): Error | null {
  const refusal = refusalOf(recipient);
  return refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code });
}
