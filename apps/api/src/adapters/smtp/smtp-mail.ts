import { type HandOver, Mail, type OutgoingMessage } from '../../ports/mail.ts';
import { compose, type ComposedMessage, UnwritableMessage } from '../mime/compose.ts';
import { dkimSignature, type DkimKey } from '../mime/dkim.ts';
import type { Letter } from './connection.ts';
import { Pool } from './pool.ts';
import { type SmtpServer, smtpServerOf } from './smtp-url.ts';
import { standardTimeouts, type Timeouts } from './timeouts.ts';

/** The key that signs a message, chosen by its sender; null for none. */
export type KeyFor = (message: OutgoingMessage) => DkimKey | null;

/**
 * Any SMTP server (RFC 5321), several connections at a time, each pipelining where the server allows it. Speaks TLS
 * and signs in with PLAIN or LOGIN; an address with options after a `?` is NodemailerMail's.
 */
export class SmtpMail extends Mail {
  readonly #pool: Pool;
  readonly #keyFor: KeyFor;

  constructor(
    server: string | SmtpServer,
    { timeouts, keyFor = () => null }: { timeouts?: Partial<Timeouts>; keyFor?: KeyFor } = {},
  ) {
    super();
    const where = typeof server === 'string' ? smtpServerOf(server) : server;
    this.#pool = new Pool(where, { ...standardTimeouts, ...timeouts });
    this.#keyFor = keyFor;
  }

  sendAll(messages: readonly OutgoingMessage[]): Promise<HandOver[]> {
    const now = new Date();
    const letters: Letter[] = [];
    const handOvers = messages.map(async (message): Promise<HandOver> => {
      const composed = composedOf(message, now);
      if ('kind' in composed) return composed;
      const key = this.#keyFor(message);
      if (!key) return new Promise((settle) => letters.push(letterOf(composed, '', settle)));
      const signature = await dkimSignature(composed, key, now);
      return new Promise((settle) => this.#pool.send([letterOf(composed, signature, settle)]));
    });
    this.#pool.send(letters);
    return Promise.all(handOvers);
  }

  async close(): Promise<void> {
    this.#pool.close();
  }
}

function composedOf(message: OutgoingMessage, now: Date): ComposedMessage | HandOver {
  try {
    return compose(message, now);
  } catch (error) {
    if (!(error instanceof UnwritableMessage)) throw error;
    return { kind: 'rejected', response: error.message };
  }
}

function letterOf(composed: ComposedMessage, signature: string, settle: Letter['settle']): Letter {
  const { from, to, headers, body, needsUtf8 } = composed;
  const data = stuffed(`${signature}${headers}\r\n${body}`);
  return { from, to, data, needsUtf8, losses: 0, answersBefore: 0, lastWord: null, settle };
}

/** RFC 5321, 4.5.2. What we compose has no such lines; the protocol must not depend on that. */
function stuffed(data: string): string {
  return data.includes('\r\n.') ? data.replaceAll('\r\n.', '\r\n..') : data;
}
