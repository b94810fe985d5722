import { isIP } from 'node:net';
import type { Security } from '@engagex/domain/transports';
import nodemailer from 'nodemailer';
import { type HandOver, Mail, type OutgoingMessage } from '../ports/mail.ts';

const connections = 8;
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 };

/** Any SMTP server (RFC 5321), through nodemailer's pool. */
export class SmtpMail extends Mail {
  readonly #transport;

  /** A server by its URL, or one that somebody named and whose address was looked up. */
  constructor(server: string | NamedServer) {
    super();
    this.#transport = nodemailer.createTransport({
      ...(typeof server === 'string' ? { url: server } : connectionTo(server)),
      pool: true,
      maxConnections: connections,
      maxMessages: Number.POSITIVE_INFINITY,
      disableFileAccess: true,
      disableUrlAccess: true,
      ...timeouts,
    });
  }

  async send(message: OutgoingMessage): Promise<HandOver> {
    try {
      const { response } = await this.#transport.sendMail({
        from: message.from,
        to: message.to,
        envelope: { from: message.from.address, to: [message.to.address] },
        subject: message.subject,
        text: message.text,
        html: message.html,
        messageId: message.messageId,
        headers: { ...message.headers },
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

export interface NamedServer {
  /** Its name, which the certificate has to carry. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly security: Security;
  readonly username: string | null;
  readonly secret: string | null;
}

function connectionTo({ host, address, port, security, username, secret }: NamedServer) {
  return {
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(username ? { auth: { user: username, pass: secret ?? '' } } : {}),
    tls: isIP(host) === 0 ? { servername: host } : {},
  };
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
 * What became of a message whose hand-over failed. nodemailer says "Connection closed" and "Timeout" alike before
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
