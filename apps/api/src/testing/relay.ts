import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { bounceMail } from './bounces.ts';

/** What a relay does to mail on its way; what is left out, it does as a good one. */
export interface RelayHabits {
  readonly change?: (raw: string) => string;
  /** Accepts no other sender. */
  readonly onlyFrom?: RegExp;
  /** Sends with this MAIL FROM instead. */
  readonly mailFrom?: string;
  readonly sendsBounces?: boolean;
  /** Takes mail and never passes it on. */
  readonly isHole?: boolean;
}

/**
 * A real SMTP server that passes mail on to the listener at a port, as the relay of a customer does with the server that an
 * MX record names, and sends bounces (RFC 3464) there, too.
 */
export async function startRelay(portOf: () => number) {
  let habits: RelayHabits = {};
  const bounced: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    lenientAddressParsing: true,
    onMailFrom({ address }, _session, done) {
      const isRefused = habits.onlyFrom && !habits.onlyFrom.test(address);
      done(isRefused ? refusal(553, '5.7.1 Sender address rejected: not owned by user') : null);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope; // gone once it is answered
        done(null, 'queued');
        const from = mailFrom ? mailFrom.address : '';
        for (const { address: to } of rcptTo) void passOn(from, to, Buffer.concat(chunks).toString('latin1'));
      });
    },
  });
  const send = (from: string, to: string, raw: string) =>
    nodemailer
      .createTransport({ host: '127.0.0.1', port: portOf(), tls: { rejectUnauthorized: false }, name: 'relay.example' })
      .sendMail({ envelope: { from, to }, raw: Buffer.from(raw, 'latin1') });

  async function passOn(from: string, to: string, raw: string): Promise<void> {
    const { change = (same: string) => same, mailFrom = from, sendsBounces = true, isHole = false } = habits;
    if (isHole) return;
    try {
      await send(mailFrom, to, change(raw));
    } catch (error) {
      bounced.push(mailFrom);
      if (!sendsBounces || !(error instanceof Error)) return;
      const words = 'response' in error ? String(error.response) : error.message;
      await send('', mailFrom, bounceMail({ to, status: '5.1.1', words })).catch(() => {}); // nobody of ours has that address
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (!address || typeof address === 'string') throw new Error('The relay has no port.');
  return {
    port: address.port,
    /** MAIL FROM of what the listener refused. */
    bounced,
    behave(next: RelayHabits): void {
      habits = next;
      bounced.length = 0;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}
