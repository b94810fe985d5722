import { AsyncLocalStorage } from 'node:async_hooks';
import { type HandOver, Mail, type OutgoingMessage, unwatched, type Watch, type SigningKey } from '../../ports/mail.ts';
import { compose, type ComposedMessage, UnwritableMessage } from '../mime/compose.ts';
import { dkimSignature } from '../mime/dkim.ts';
import type { QueuedMessage } from './connection.ts';
import { Pool } from './pool.ts';
import { type SmtpServer, smtpServerOf } from './smtp-url.ts';
import { standardTimeouts, type Timeouts } from './timeouts.ts';

/** The key that signs a message, chosen by its sender; null for none. */
export type KeyFor = (message: OutgoingMessage) => SigningKey | null;

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

  sendAll(messages: readonly OutgoingMessage[], watching: Watch = unwatched): Promise<HandOver[]> {
    const watch = inThisContext(watching);
    if (messages.length === 0) return Promise.resolve([]);
    return new Promise((resolve) => {
      const now = new Date();
      const queued: QueuedMessage[] = [];
      const handOvers: HandOver[] = [];
      let left = messages.length;
      const settle = (index: number) => (handOver: HandOver) => {
        handOvers[index] = handOver;
        watch.answered(index, handOver);
        left -= 1;
        if (left === 0) resolve(handOvers);
      };
      for (const [index, message] of messages.entries()) {
        const composed = composedOf(message, now);
        if ('kind' in composed) {
          settle(index)(composed);
          continue;
        }
        const queuedWith = (signature: string) =>
          queuedMessageOf({ composed, message, signature }, { index, watch, settle: settle(index) });
        const key = this.#keyFor(message);
        if (!key) queued.push(queuedWith(''));
        else {
          const send = (signature: string) => this.#pool.send([queuedWith(signature)]);
          const fail = (error: unknown) => settle(index)({ kind: 'unreachable', response: String(error) });
          dkimSignature(composed, key, now).then(send, fail);
        }
      }
      this.#pool.send(queued);
    });
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

function queuedMessageOf(
  {
    composed,
    message,
    signature,
  }: { readonly composed: ComposedMessage; readonly message: OutgoingMessage; readonly signature: string },
  by: Pick<QueuedMessage, 'watch' | 'index' | 'settle'>,
): QueuedMessage {
  const { to, headers, body, needsUtf8 } = composed;
  const from = message.returnPath ?? composed.from;
  const envelopeId = message.envelopeId ?? null;
  const data = stuffed(`${signature}${headers}\r\n${body}`);
  return { from, to, data, needsUtf8, envelopeId, losses: 0, answersBefore: 0, lastWord: null, ...by };
}

/** RFC 5321, 4.5.2. What we compose has no such lines; the protocol must not depend on that. */
function stuffed(data: string): string {
  return data.includes('\r\n.') ? data.replaceAll('\r\n.', '\r\n..') : data;
}

/**
 * Connections are shared, and what happens on one happens in the context of whoever opened it, perhaps for another
 * organization. Whoever watches is told in their own.
 */
function inThisContext({ party, ...told }: Watch): Watch {
  return {
    party,
    isWanted: AsyncLocalStorage.bind(told.isWanted),
    leave: AsyncLocalStorage.bind(told.leave),
    begun: AsyncLocalStorage.bind(told.begun),
    answered: AsyncLocalStorage.bind(told.answered),
  };
}
