import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { nextLookMs, usualPort } from '@engagex/domain/bounce-mailboxes';
import type { Config } from '../../config.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { MailboxError, type MailboxPlace, type MailboxServer } from '../../ports/mailboxes.ts';
import { Receipts } from '../receipts/index.ts';
import { claimInstallationMailbox, installationMailboxRead } from './bounce-mailboxes.queries.ts';
import { longestReadMs, ReadMailbox } from './read-mailbox.ts';

const leaseMs = longestReadMs + 60_000;

interface Claimed {
  readonly place: MailboxPlace | null;
  readonly failures: number;
  readonly problem: string | null;
}

/** Reads the mailbox that the operator has set up for the installation's own transport, of whichever organization its reports are. */
@Injectable()
export class InstallationMailbox {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly mailboxes: ReadMailbox,
    private readonly receipts: Receipts,
  ) {}

  /** Does nothing unless it is due, or where there is none. */
  async check(): Promise<void> {
    const { BOUNCE_MAILBOX_URL: url, BOUNCE_MAILBOX_ADDRESS: address } = this.config;
    if (!url || !address) return;
    const key = createHash('sha256').update(`${url} ${address}`).digest('hex');
    const now = this.clock.now();
    const until = new Date(now.getTime() + leaseMs);
    const [claimed]: Claimed[] = await this.source.query(claimInstallationMailbox, [key, now, until]);
    if (!claimed) return;
    const { place, failures, problem } = claimed;
    const note = (nextMs: number, ...noted: unknown[]) => {
      const at = this.clock.now();
      return this.source.query(installationMailboxRead, [key, until, at, new Date(at.getTime() + nextMs), ...noted]);
    };
    try {
      const server = serverOf(url);
      const afterwards = this.config.BOUNCE_MAILBOX_AFTERWARDS ?? (server.kind === 'imap' ? 'move' : 'keep');
      const isOurs = async (deliveryId: string) => (await this.receipts.ownerOf(deliveryId)) !== null;
      const read = await this.mailboxes.read({ server, address, place, afterwards, plusTestId: null, isOurs });
      if (problem !== null) this.log.info('the mailbox of BOUNCE_MAILBOX_URL can be read again');
      const nextMs = read.hasMore ? 0 : nextLookMs(0);
      await note(nextMs, read.place && JSON.stringify(read.place), read.taken, read.skipped, null, 0);
    } catch (error) {
      if (!(error instanceof MailboxError)) throw error;
      if (error.problem !== problem)
        this.log.error(
          { problem: error.problem, response: error.message },
          'the mailbox of BOUNCE_MAILBOX_URL cannot be read',
        );
      await note(nextLookMs(failures + 1), null, 0, 0, error.problem, Math.min(failures + 1, 100));
    }
  }
}

function serverOf(text: string): MailboxServer {
  const { protocol, hostname, port, username, password, pathname } = new URL(text);
  const kind = protocol.startsWith('imap') ? 'imap' : 'pop3';
  const security = protocol === 'imaps:' || protocol === 'pop3s:' ? 'tls' : 'starttls';
  return {
    kind,
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: port ? Number(port) : usualPort(kind, security),
    security,
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    folder: decodeURIComponent(pathname.slice(1)) || 'INBOX',
    allowsPrivate: true, // the operator named it
  };
}
