import { SMTPServer } from 'smtp-server';
import PostalMime, { type Email } from 'postal-mime';

export interface ReceivedMessage {
  readonly to: string;
  readonly raw: string;
}

/** Answers a recipient instead of accepting the message: an SMTP reply code, or `drop` after the final dot. */
export type Fault =
  | { readonly at: 'rcpt' | 'data'; readonly code: number; readonly words?: string }
  | { readonly at: 'answer'; readonly code: 'drop' };

/** A real SMTP server that keeps what it receives; `faultOf` decides by recipient. */
export async function startSmtp(faultOf: (to: string) => Fault | null = () => null, port = 0) {
  const messages: ReceivedMessage[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    lenientAddressParsing: true, // it does not know quoted local parts otherwise
    onRcptTo({ address }, _session, done) {
      const fault = faultOf(address);
      done(fault?.at === 'rcpt' ? refusal(fault) : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0]?.address ?? '';
        const fault = faultOf(to);
        if (fault?.at === 'data') return done(refusal(fault));
        messages.push({ to, raw: Buffer.concat(chunks).toString('utf8') });
        if (fault?.at === 'answer') return cut(session);
        done(null, 'queued');
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.server.address();
  if (!address || typeof address === 'string') throw new Error('The SMTP server has no port.');
  server.on('error', () => {}); // connections that are cut
  return {
    port: address.port,
    url: `smtp://127.0.0.1:${address.port}`,
    messages,
    parse: (message: ReceivedMessage): Promise<Email> => PostalMime.parse(message.raw),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };

  /** Ends the connection without an answer, as a server does that crashes after taking a message. */
  function cut(session: { id: string }): void {
    for (const connection of server.connections) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- smtp-server does not type its connections
      const { id, _socket: socket } = connection as { id: string; _socket: { destroy(): void } };
      if (id === session.id) socket.destroy();
    }
  }
}

export type TestSmtp = Awaited<ReturnType<typeof startSmtp>>;

function refusal({ code, words }: Exclude<Fault, { at: 'answer' }>): Error {
  const message = words ?? (code >= 500 ? 'No such person here' : 'Try again later');
  return Object.assign(new Error(message), { responseCode: code });
}
