import { type HandOver, Mail, type OutgoingMessage } from '../../ports/mail.ts';
import { compose, type ComposedMessage, UnwritableMessage } from '../mime/compose.ts';
import type { Letter } from './connection.ts';
import { Pool } from './pool.ts';
import { type SmtpServer, smtpServerOf } from './smtp-url.ts';
import { standardTimeouts, type Timeouts } from './timeouts.ts';

/**
 * Any SMTP server (RFC 5321), several connections at a time, each pipelining where the server allows it. Speaks TLS
 * and signs in with PLAIN or LOGIN; an address with options after a `?` is NodemailerMail's.
 */
export class SmtpMail extends Mail {
  readonly #pool: Pool;

  constructor(server: string | SmtpServer, timeouts: Partial<Timeouts> = {}) {
    super();
    this.#pool = new Pool(typeof server === 'string' ? smtpServerOf(server) : server, {
      ...standardTimeouts,
      ...timeouts,
    });
  }

  async sendAll(messages: readonly OutgoingMessage[]): Promise<HandOver[]> {
    const now = new Date();
    const letters: Letter[] = [];
    const handOvers = messages.map(async (message) => {
      const composed = composedOf(message, now);
      if ('kind' in composed) return composed;
      return new Promise<HandOver>((settle) => letters.push(letterOf(composed, settle)));
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

function letterOf({ from, to, headers, body, needsUtf8 }: ComposedMessage, settle: Letter['settle']): Letter {
  return { from, to, data: stuffed(`${headers}\r\n${body}`), needsUtf8, losses: 0, lastWord: null, settle };
}

/** RFC 5321, 4.5.2. What we compose has no such lines; the protocol must not depend on that. */
function stuffed(data: string): string {
  return data.includes('\r\n.') ? data.replaceAll('\r\n.', '\r\n..') : data;
}
