import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { pauseAfter, pauseAsked, probeMs, type Security, type TransportLimits } from '@engagex/domain/transports';
import { asSystem, currentScope, TenantDb } from '@engagex/tenancy';
import { Live } from '../../platform/live/live.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { Mail, MailAhead } from '../../ports/mail.ts';
import { type MailServer, MailServers } from '../../ports/mail-servers.ts';
import { SendingSuspensions } from '../sending-suspensions/index.ts';
import { GuardedMail } from './guarded-mail.ts';
import { ReturnPaths } from './return-path/return-paths.ts';
import { Senders } from './senders.ts';
import type { Verdict } from './verdict.ts';
import {
  probeReturned,
  takeProbe,
  transportFailed,
  transportRefused,
  transportToTest,
  transportReached,
  transportWorked,
  usableTransports,
} from './transports.queries.ts';

/** A transport as it is stored, with what it takes to reach it. */
interface StoredTransport extends TransportLimits {
  readonly id: string;
  readonly name: string;
  readonly kind: 'installation' | 'smtp' | 'sendgrid';
  readonly host: string | null;
  readonly port: number | null;
  readonly security: Security | null;
  readonly username: string | null;
  readonly credentials: Buffer | null;
  readonly keyId: string | null;
  readonly failures: number;
  readonly openUntil: Date | null;
  readonly updatedAt: Date;
  readonly returnPath: 'verp' | 'plain' | 'refused' | null;
  readonly mailboxAddress: string | null;
  readonly takesPlus: boolean;
}

/** A transport that may be handed messages now. */
export interface SelectedTransport extends TransportLimits {
  readonly id: string;
  readonly name: string;
  readonly mail: Mail;
  /** It could not be reached lately: one message tries whether it can be again. */
  readonly isProbe: boolean;
  readonly failures: number;
  readonly chosenAt: Date;
  readonly updatedAt: Date;
}

/** A transport during a delivery test. */
interface TestedTransport {
  readonly name: string;
  /** Has return paths of its own; null for SMTP servers. */
  readonly provider: string | null;
  readonly mail: Mail;
  /** With which return path messages left, and what the server said of ours when it refused that. */
  found(): { readonly returnPath: 'ours' | 'refused' | 'none'; readonly refusal: string | null };
  /** Bounces do not come to our return path through it. */
  losesReturnPath(words: string): Promise<void>;
}

/** Messages have connections of their own, which campaigns never fill. */
export type Lane = 'campaigns' | 'messages';

export type Choice =
  | { readonly kind: 'transport'; readonly transport: SelectedTransport }
  /** All are unreachable, or sending is suspended: nothing can be handed over before. */
  | { readonly kind: 'wait'; readonly until: Date; readonly by: 'unreachable' | 'suspended' }
  /** None is left that could be tried. */
  | { readonly kind: 'none'; readonly because: string };

/** Connections of settings that were replaced finish what they have under way. */
const closeReplacedAfterMs = 120_000;
/** Whoever resumes sending lets what waits check again at once. */
const suspendedMs = 60_000;

/** Which transport messages are handed to, and what is recorded about it from how that went. */
@Injectable()
export class TransportSelection implements OnApplicationShutdown {
  readonly #installation: Readonly<Record<Lane, Mail>>;
  readonly #connections = new Map<string, { version: number; mail: Mail }>();
  /** Those of settings that were replaced, until they have finished. */
  readonly #replaced = new Set<Mail>();

  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly live: Live,
    private readonly senders: Senders,
    private readonly returnPaths: ReturnPaths,
    private readonly suspensions: SendingSuspensions,
    installation: Mail,
    installationAhead: MailAhead,
    private readonly servers: MailServers,
  ) {
    this.#installation = { campaigns: this.#guarded(installation), messages: this.#guarded(installationAhead) };
  }

  /** The first transport in order that is not known to fail. Opens its own short transaction. */
  async choose(lane: Lane = 'campaigns'): Promise<Choice> {
    return this.db.transaction(async () => {
      const now = this.clock.now();
      if (await this.suspensions.isSuspended())
        return { kind: 'wait', until: new Date(now.getTime() + suspendedMs), by: 'suspended' };
      let until: Date | null = null;
      const transports = await this.db.rowsByKey<StoredTransport>(usableTransports, []);
      for (const transport of transports) {
        const { openUntil } = transport;
        const isResting = transport.failures > 0 && openUntil !== null && openUntil > now;
        if (!isResting && (await this.#mayTry(transport, now)))
          return { kind: 'transport', transport: this.#selected(transport, lane) };
        if (openUntil && (!until || openUntil < until)) until = openUntil;
      }
      if (transports.length > 0) {
        const soon = until ?? new Date(now.getTime() + pauseAfter(1));
        return { kind: 'wait', until: soon, by: 'unreachable' };
      }
      return { kind: 'none', because: await this.#problems() };
    });
  }

  /** What messages would be handed to now if it can be reached, without trying it; in the open transaction. */
  async first(): Promise<(TransportLimits & { readonly id: string }) | null> {
    const [transport] = await this.db.rowsByKey<StoredTransport>(usableTransports, []);
    return transport ?? null;
  }

  /** One transport by its id, however it is doing. */
  async toTest(id: string): Promise<SelectedTransport | null> {
    const [transport] = await this.db.rows<StoredTransport>(transportToTest, [id]);
    return transport ? this.#selected(transport, 'campaigns') : null;
  }

  /** One transport for a delivery test: it is asked anew whether it takes our return path. Null when it is gone. */
  async forDeliveryTest(id: string): Promise<TestedTransport | null> {
    const [transport] = await this.db.rows<StoredTransport>(transportToTest, [id]);
    if (!transport) return null;
    const found: { returnPath: 'ours' | 'refused' | 'none'; refusal: string | null } = {
      returnPath: 'none',
      refusal: null,
    };
    const provider = this.returnPaths.providerOf(transport);
    const connection = this.#connectionOf(transport, 'messages');
    const mail = provider
      ? connection
      : this.returnPaths.testing(connection, transport, (fact, words) => {
          found.returnPath = fact === 'refused' ? 'refused' : 'ours';
          found.refusal = fact === 'refused' ? words : null;
        });
    return {
      name: transport.name,
      provider,
      mail,
      found: () => found,
      losesReturnPath: (words) => this.returnPaths.isLost(transport, words),
    };
  }

  /** Remembers what a hand-over said about a transport. */
  async record(transport: SelectedTransport, verdict: Verdict | null): Promise<void> {
    if (verdict?.kind === 'refused') await this.refused(transport, verdict.words);
    if (verdict?.kind === 'unreachable') await this.wasUnreachable(transport, verdict.words, verdict.askedMs);
    if (verdict?.kind === 'worked') await this.worked(transport);
  }

  async worked({ id, failures }: SelectedTransport): Promise<void> {
    if (failures > 0) await this.#note(transportWorked, [id, this.clock.now()]);
  }

  /** For the end of what was handed over: others may have failed with the transport since it was chosen. */
  async wasReached({ id }: SelectedTransport): Promise<void> {
    const noted = await this.db.transaction(() => this.db.rows(transportReached, [id, this.clock.now()]));
    if (noted.length > 0) this.live.publish('transports');
  }

  async wasUnreachable(
    { id, failures, chosenAt, updatedAt }: SelectedTransport,
    words: string,
    askedMs?: number,
  ): Promise<void> {
    const pauseMs = askedMs === undefined ? pauseAfter(failures + 1) : pauseAsked(askedMs);
    const until = new Date(this.clock.now().getTime() + pauseMs);
    this.log.warn({ transport: id, failures: failures + 1, until }, 'a transport could not be reached');
    await this.#note(transportFailed, [id, failures, until, words, chosenAt, updatedAt]);
  }

  /** There was nothing to try it with: another worker may. */
  async returnProbe({ id, failures }: SelectedTransport): Promise<void> {
    await this.db.transaction(() => this.db.rows(probeReturned, [id, failures, this.clock.now()]));
  }

  /** It takes nothing until somebody fixes it. Settings that were changed meanwhile are not blamed. */
  async refused({ id, updatedAt }: SelectedTransport, words: string): Promise<void> {
    this.log.warn({ transport: id }, 'a transport refused us');
    await this.#note(transportRefused, [id, this.clock.now(), words, updatedAt]);
  }

  async onApplicationShutdown(): Promise<void> {
    const current = [...this.#connections.values()].map(({ mail }) => mail);
    await Promise.all([...current, ...this.#replaced].map((mail) => mail.close()));
  }

  async #note(sql: string, parameters: readonly unknown[]): Promise<void> {
    await asSystem('transports', () => this.db.transaction(() => this.db.rows(sql, parameters)));
    this.live.publish('transports');
  }

  /** Whether it is this worker that may: of those that failed, one worker sends the probe. */
  async #mayTry({ id, failures }: StoredTransport, now: Date): Promise<boolean> {
    if (failures === 0) return true;
    return (await this.db.row(takeProbe, [id, now, new Date(now.getTime() + probeMs)])) !== null;
  }

  async #problems(): Promise<string> {
    const broken = await this.db.rows<{ name: string; problem: string | null }>(
      `select name, problem from transports where deleted_at is null and is_enabled and broken_at is not null order by position, id`,
    );
    if (broken.length === 0) return 'Every mail transport is switched off. Switch one on in the settings, then resume.';
    const words = broken.map(({ name, problem }) => `“${name}” rejected our messages: ${problem ?? 'no reason given'}`);
    return `No mail transport is left. ${words.join(' · ')}. Fix it in the settings, then resume.`;
  }

  #selected(transport: StoredTransport, lane: Lane): SelectedTransport {
    const { id, name, perSecond, perHour, perDay, failures, updatedAt } = transport;
    const mail = this.returnPaths.of(this.#connectionOf(transport, lane), transport);
    const chosenAt = this.clock.now();
    return { id, name, perSecond, perHour, perDay, failures, chosenAt, updatedAt, mail, isProbe: failures > 0 };
  }

  #connectionOf(transport: StoredTransport, lane: Lane): Mail {
    if (transport.kind === 'installation') return this.#installation[lane];
    const key = `${lane} ${transport.id}`;
    const version = transport.updatedAt.getTime();
    const known = this.#connections.get(key);
    if (known && known.version === version) return known.mail;
    const mail = new GuardedMail(this.servers.connect(this.#serverOf(transport)), (address) =>
      this.senders.check(address, 'own'),
    );
    this.#connections.set(key, { version, mail });
    if (known) this.#closeLater(known.mail);
    return mail;
  }

  #guarded(mail: Mail): Mail {
    return new GuardedMail(mail, (address) => this.senders.check(address, 'installation'));
  }

  #closeLater(mail: Mail): void {
    this.#replaced.add(mail);
    setTimeout(() => {
      this.#replaced.delete(mail);
      void mail.close();
    }, closeReplacedAfterMs).unref();
  }

  #serverOf(transport: StoredTransport): MailServer {
    const secret = this.#secretOf(transport);
    const { kind, host, port, security, username } = transport;
    if (kind === 'sendgrid') return { kind, secret: secret ?? '' };
    if (!host || !port || !security) throw new Error('A transport of the kind smtp has a server.');
    return { kind: 'smtp', host, port, security, username, secret };
  }

  /** A secret sealed with another key is as good as none: the server will refuse us, and its words are shown. */
  #secretOf({ id, credentials, keyId }: StoredTransport): string | null {
    if (!credentials || keyId !== this.box.keyId) return null;
    return this.box.open(credentials, purposeOf(id));
  }
}

/** What the secret of a transport is bound to. */
export function purposeOf(transportId: string): string {
  return `transport ${currentScope().organizationId} ${transportId}`;
}
