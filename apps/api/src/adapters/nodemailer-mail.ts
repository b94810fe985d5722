import { quotedAddress } from '@engagex/domain/shared';
import nodemailer from 'nodemailer';
import { signedFields } from './mime/dkim.ts';
import type { KeyFor } from './smtp/smtp-mail.ts';
import {
  type HandOver,
  Mail,
  type OutgoingMessage,
  unwatched,
  type Watch,
  withheld,
  writtenOut,
  type SigningKey,
} from '../ports/mail.ts';

const connections = 8;
const standardTimeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 };

interface NodemailerOptions {
  readonly keyFor?: KeyFor;
  readonly timeoutSeconds?: number | undefined;
}

/** SMTP with any option of nodemailer's behind the `?` of the address, at the speed of composing each message. */
export class NodemailerMail extends Mail {
  readonly #transport;
  readonly #keyFor: KeyFor;

  constructor(url: string, { keyFor = () => null, timeoutSeconds }: NodemailerOptions = {}) {
    super();
    this.#keyFor = keyFor;
    this.#transport = nodemailer.createTransport({
      url,
      pool: true,
      maxConnections: connections,
      maxMessages: Number.POSITIVE_INFINITY,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...timeoutsUpTo(timeoutSeconds),
    });
  }

  /** As many at a time as there are connections: nodemailer does not tell when a message leaves its own queue. */
  async sendAll(messages: readonly OutgoingMessage[], watch: Watch = unwatched): Promise<HandOver[]> {
    const handOvers: HandOver[] = [];
    const left = messages.entries();
    const sendSome = async () => {
      for (const [index, message] of left) {
        watch.begun(index);
        const handOver = watch.isWanted() && watch.leave([index]) ? await this.#sendOne(message) : withheld;
        handOvers[index] = handOver;
        watch.answered(index, handOver);
      }
    };
    await Promise.all(Array.from({ length: connections }, sendSome));
    return handOvers;
  }

  async #sendOne(each: OutgoingMessage): Promise<HandOver> {
    const message = writtenOut(each);
    const key = this.#keyFor(message);
    try {
      const { response } = await this.#transport.sendMail({
        from: message.from,
        to: message.to,
        envelope: {
          from: message.returnPath ?? quotedAddress(message.from.address),
          to: [quotedAddress(message.to.address)],
        },
        ...(message.envelopeId && { dsn: { id: message.envelopeId, return: 'headers', notify: 'failure' } as const }),
        subject: message.subject,
        text: message.text,
        html: message.html,
        messageId: message.messageId,
        ...(message.replyTo && { replyTo: message.replyTo }),
        attachments: message.attachments?.map(({ name, contentType, content, contentId }) => ({
          filename: name,
          contentType,
          content,
          ...(contentId !== undefined && { cid: contentId }),
        })),
        headers: { ...message.headers },
        ...(key ? { dkim: dkimOf(key) } : {}),
      });
      return { kind: 'accepted', response };
    } catch (error) {
      return handOverOf(error);
    }
  }

  async close(): Promise<void> {
    this.#transport.close();
  }
}

function timeoutsUpTo(seconds: number | undefined): typeof standardTimeouts {
  if (seconds === undefined) return standardTimeouts;
  const { connectionTimeout, greetingTimeout } = standardTimeouts;
  const most = seconds * 1000;
  return {
    connectionTimeout: Math.min(connectionTimeout, most),
    greetingTimeout: Math.min(greetingTimeout, most),
    socketTimeout: most, // nodemailer's own is shorter than what RFC 5321 asks, so this may be longer
  };
}

function dkimOf({ domain, selector, privateKey }: SigningKey) {
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { domainName: domain, keySelector: selector, privateKey: pem, headerFieldNames: [...signedFields].join(':') };
}

interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly syscall?: string;
  readonly message: string;
}

/**
 * The outcome of a message whose hand-over failed. nodemailer says "Connection closed" and "Timeout" alike before
 * and after the message was transferred, so only what certainly came before is told apart; the rest is unknown.
 */
function handOverOf(thrown: unknown): HandOver {
  if (!(thrown instanceof Error)) return { kind: 'unknown', response: String(thrown) };
  const error: SmtpError = thrown;
  const response = error.response || error.message;
  const { responseCode = 0, command = '' } = error;
  if (error.code === 'EAUTH' || responseCode === 530 || responseCode === 535) return { kind: 'refused', response };
  if (command === 'API') return { kind: error.code === 'ECONNECTION' ? 'unreachable' : 'rejected', response };
  if (['MAIL FROM', 'RCPT TO', 'DATA'].includes(command)) return ofReply(error, responseCode, response);
  if (neverConnected(error)) return { kind: 'unreachable', response };
  if (error.code === 'EPROTOCOL' && responseCode >= 500) return { kind: 'refused', response };
  if (error.code === 'EPROTOCOL' && responseCode >= 400) return { kind: 'unreachable', response };
  return { kind: 'unknown', response };
}

function ofReply(error: SmtpError, responseCode: number, response: string): HandOver {
  if (responseCode === 421) return { kind: 'deferred', response };
  if (responseCode >= 500 || (error.code === 'EMESSAGE' && responseCode === 0)) return { kind: 'rejected', response };
  if (responseCode >= 400) return { kind: 'deferred', response };
  return { kind: 'unknown', response };
}

function neverConnected({ code, syscall, message }: SmtpError): boolean {
  if (code === 'EDNS' || syscall === 'connect' || syscall === 'getaddrinfo') return true;
  return message === 'Connection timeout' || message === 'Greeting never received';
}
