import { Inject, Injectable } from '@nestjs/common';
import { nextOrderAt } from '@engagex/domain/link-hosts';
import { TenantDb } from '@engagex/tenancy';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { SecretBox } from '../../platform/secret-box.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { CertificateAuthority, OrderFailed } from '../../ports/certificate-authority.ts';
import { Clock } from '../../ports/clock.ts';
import type { LinkHostRow } from './link-host-row.ts';
import {
  accountAt,
  addAccount,
  addChallenge,
  beginOrder,
  endOrder,
  pauseAccount,
  removeChallenges,
  saveCertificate,
} from './link-hosts.queries.ts';

interface Account {
  readonly privateKey: Buffer;
  readonly pausedUntil: Date | null;
}

/** How long an order may take; after that its process is taken for dead. */
const leaseMs = 5 * 60_000;
const pauseMs = 60 * 60_000;

export const purposeOfKey = (linkHostId: string) => `link certificate ${linkHostId}`;

/** Gets a certificate for a link host. One process orders for a host at a time, and none while the authority wants a pause. */
@Injectable()
export class OrderCertificate {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly db: TenantDb,
    private readonly source: DataSource,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly authority: CertificateAuthority,
  ) {}

  /** Whether there is a new certificate. Outside of any transaction; `ordering_until` is the lock. */
  async order({ id, host, orderFailures }: LinkHostRow): Promise<boolean> {
    const now = this.clock.now();
    const url = this.authority.directoryUrl ?? '';
    const account = await this.#account(url);
    if (account.pausedUntil && account.pausedUntil > now) return false;
    const begin = [id, now, new Date(now.getTime() + leaseMs)];
    const isOurs = await this.db.transaction(() => this.db.row(beginOrder, begin));
    if (!isOurs) return false;
    try {
      const issued = await this.authority.order({
        host,
        accountKey: this.box.open(account.privateKey, purposeOfAccount(url)),
        publish: async ({ token, answer }) => {
          await this.db.transaction(() => this.db.rows(addChallenge, [id, token, answer]));
        },
      });
      const { certificate, privateKey, issuer, issuedAt, expiresAt } = issued;
      const sealed = this.box.seal(privateKey, purposeOfKey(id));
      await this.db.transaction(async () => {
        await this.db.rows(saveCertificate, [id, certificate, sealed, issuer, issuedAt, expiresAt]);
        await this.#end(id, { failures: 0, problem: null, next: null });
      });
      return true;
    } catch (error) {
      if (!(error instanceof OrderFailed)) throw error; // the lease ends, and the next check orders again
      await this.#failed(id, host, orderFailures + 1, error);
      return false;
    }
  }

  async #failed(id: string, host: string, failures: number, error: OrderFailed): Promise<void> {
    const { problem, message, retryAt } = error;
    this.log.warn({ host, problem, err: error }, 'no certificate for a link host');
    const now = this.clock.now();
    if (problem === 'limited') {
      const until = retryAt ?? new Date(now.getTime() + pauseMs);
      await this.source.query(pauseAccount, [this.authority.directoryUrl, until]);
    }
    const next = nextOrderAt(failures, now, retryAt);
    await this.db.transaction(() => this.#end(id, { failures, problem: wordsOf(problem, message), next }));
  }

  async #end(
    id: string,
    { failures, problem, next }: { failures: number; problem: string | null; next: Date | null },
  ): Promise<void> {
    await this.db.rows(removeChallenges, [id]);
    await this.db.rows(endOrder, [id, failures, problem, next]);
  }

  /** The account with the authority, made with the first order. */
  async #account(url: string): Promise<Account> {
    const [known]: Account[] = await this.source.query(accountAt, [url]);
    if (known) return known;
    const sealed = this.box.seal(await this.authority.newAccountKey(), purposeOfAccount(url));
    await this.source.query(addAccount, [url, sealed]);
    const [added]: Account[] = await this.source.query(accountAt, [url]);
    if (!added) throw new Error('The account was not stored.');
    return added;
  }
}

function purposeOfAccount(url: string): string {
  return `acme account ${url}`;
}

function wordsOf(problem: OrderFailed['problem'], said: string): string {
  const words = said.slice(0, 400);
  switch (problem) {
    case 'caa':
      return `A CAA record does not allow the certificate authority to issue a certificate: ${words}`;
    case 'unproven':
      return `The certificate authority could not reach this host at port 80: ${words}`;
    case 'limited':
      return `The certificate authority has had too many orders: ${words}`;
    case 'refused':
      return `The certificate authority does not issue a certificate for this host: ${words}`;
    case 'unavailable':
      return `The certificate authority is not available: ${words}`;
  }
}
