import { Inject, Injectable } from '@nestjs/common';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Config } from '../../config.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { type Certificate, inboundCertificate } from './inbound-certificate.ts';
import { inboundLimits as limits } from './inbound-limits.ts';
import { InboundMails } from './inbound-mails.ts';
import { OurOwnMarks } from './our-own-marks.ts';
import { type AddressOfOurs, addressOfOurs, isRefusedOnPurpose } from './purpose-of-address.ts';
import { traced } from './trace-fields.ts';

const againMs = 5_000;
const renewEveryMs = 60 * 60 * 1_000;

/** Somebody who is delivering mail. */
interface Visit {
  unknown: number;
  readonly recipients: Map<string, AddressOfOurs>;
}

/**
 * Takes mail for our own addresses by SMTP, and nothing else: bounces, complaints and reports. It is stored before it is
 * acknowledged; while it cannot be stored, the other side is asked to keep it. It never answers by mail.
 */
@Injectable()
export class InboundListener {
  readonly #visits = new Map<string, Visit>();
  readonly #connections = new Map<string, number>();
  #server: SMTPServer | null = null;
  #again: NodeJS.Timeout | undefined;
  #renewal: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly mails: InboundMails,
    private readonly marks: OurOwnMarks,
  ) {}

  /** The port it listens at; null while it does not. */
  get port(): number | null {
    const address = this.#server?.server.address();
    return address && typeof address === 'object' ? (address satisfies AddressInfo).port : null;
  }

  /** Listens as the settings say. Where another worker of this machine does already, it waits until that one ends. */
  start(): void {
    if (this.config.INBOUND_PORT === undefined) return;
    void inboundCertificate(this.config).then(
      (certificate) => this.#listen(certificate),
      (err: unknown) => {
        this.log.error({ err }, 'the certificate of the inbound listener cannot be read; trying again');
        this.#again = setTimeout(() => this.start(), againMs);
      },
    );
  }

  #listen(certificate: Certificate): void {
    if (this.#isClosed) return;
    const { INBOUND_PORT: port, INBOUND_HOST: host } = this.config;
    const server = this.#make(certificate);
    server.on('error', (err: NodeJS.ErrnoException) => {
      if (server.server.listening) return this.log.debug({ err }, 'a connection of inbound mail failed');
      if (err.code !== 'EADDRINUSE')
        this.log.error({ err, port, host }, 'cannot listen for inbound mail; trying again');
      this.#server = null;
      this.#again = setTimeout(() => this.start(), againMs);
    });
    server.listen(port, host, () => this.log.info({ port: this.port, host }, 'listening for inbound mail'));
    this.#server = server;
    clearInterval(this.#renewal);
    if (this.config.INBOUND_CERTIFICATE_FILE)
      this.#renewal = setInterval(() => void this.#renew(server), renewEveryMs).unref();
  }

  /** Certificates are replaced while we run. */
  async #renew(server: SMTPServer): Promise<void> {
    try {
      server.updateSecureContext(await inboundCertificate(this.config));
    } catch (err) {
      this.log.error({ err }, 'the certificate of the inbound listener cannot be read; the last one is used');
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#again);
    clearInterval(this.#renewal);
    const server = this.#server;
    this.#server = null;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  #make(certificate: Certificate): SMTPServer {
    return new SMTPServer({
      ...certificate,
      name: this.config.BOUNCE_HOST,
      banner: 'bounces and complaints only',
      size: limits.bytes,
      maxClients: limits.connections,
      socketTimeout: limits.silentMs,
      closeTimeout: 1_000,
      authOptional: true,
      disabledCommands: ['AUTH'],
      disableReverseLookup: true,
      lenientAddressParsing: true,
      logger: false,
      onConnect: (session, done) => done(this.#arrive(session)),
      onClose: (session) => this.#leave(session),
      onMailFrom: (_, session, done) => {
        this.#visitOf(session).recipients.clear();
        done();
      },
      onRcptTo: ({ address }, session, done) => done(this.#take(address, session)),
      onData: (stream, session, done) => void this.#receive(stream, session).then((error) => done(error, 'stored')),
    });
  }

  #arrive(session: SMTPServerSession): Error | null {
    const count = (this.#connections.get(session.remoteAddress) ?? 0) + 1;
    if (count > limits.connectionsOfOneAddress) return refusal(421, '4.7.0 Too many connections from you');
    this.#connections.set(session.remoteAddress, count);
    this.#visits.set(session.id, { unknown: 0, recipients: new Map() });
    return null;
  }

  #leave({ id, remoteAddress }: SMTPServerSession): void {
    if (!this.#visits.delete(id)) return; // it was not let in
    const left = (this.#connections.get(remoteAddress) ?? 1) - 1;
    if (left > 0) this.#connections.set(remoteAddress, left);
    else this.#connections.delete(remoteAddress);
  }

  #take(address: string, session: SMTPServerSession): Error | null {
    const visit = this.#visitOf(session);
    if (visit.unknown >= limits.unknownAddresses) return refusal(421, '4.7.0 Too many unknown addresses');
    if (isRefusedOnPurpose(address, this.marks.tokens))
      return refusal(550, '5.1.1 This address refuses all mail: it is for tests of bounces');
    const ours = addressOfOurs(address, this.marks.tokens, this.config.BOUNCE_HOST ?? null);
    if (!ours) {
      visit.unknown += 1;
      return refusal(550, '5.1.1 There is no such address here');
    }
    if (visit.recipients.size >= limits.recipients) return refusal(452, '4.5.3 Too many recipients');
    visit.recipients.set(address.toLowerCase(), ours);
    return null;
  }

  /** Resolves to why it was not taken; null once it is stored. */
  async #receive(
    stream: Readable & { readonly sizeExceeded?: boolean },
    session: SMTPServerSession,
  ): Promise<Error | null> {
    const recipients = [...this.#visitOf(session).recipients];
    try {
      const raw = await beginningOf(stream);
      if (stream.sizeExceeded) return refusal(552, '5.3.4 The message is too large');
      await Promise.all(
        recipients.map(([recipient, { purpose, deliveryId }]) =>
          this.mails.keep({ purpose, recipient, deliveryId, raw: purpose === 'probe' ? traced(raw, session) : raw }),
        ),
      );
      return null;
    } catch (err) {
      this.log.warn({ err }, 'inbound mail could not be stored; the other side keeps it');
      return refusal(451, '4.3.0 Try again later');
    }
  }

  #visitOf({ id }: SMTPServerSession): Visit {
    const visit = this.#visits.get(id) ?? { unknown: 0, recipients: new Map() };
    this.#visits.set(id, visit);
    return visit;
  }
}

/** As much as is kept; the rest is read and thrown away. */
async function beginningOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (length < limits.keptBytes) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks).subarray(0, limits.keptBytes);
}

function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}
