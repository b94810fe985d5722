import { Inject, Injectable } from '@nestjs/common';
import {
  type PostmasterCredentials,
  type PostmasterDomain,
  postmasterInput,
  type postmasterRoutes,
  type PostmasterView,
} from '@engagex/domain/postmaster';
import { type AnswerOf, DomainError, invalid } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { Notifications } from '../notifications/index.ts';
import { GooglePostmaster, nameOfCredentials, PostmasterRefusal } from './google.ts';
import {
  accountView,
  beginFetch,
  deleteAccount,
  deleteReadings,
  domainViews,
  noteFailed,
  noteFetched,
  saveAccount,
  saveReadings,
  storedAccount,
  verifiedDomains,
} from './postmaster.queries.ts';

type View = AnswerOf<typeof postmasterRoutes.get>;
type Reading = Omit<PostmasterDomain, 'fetchedAt'>;

interface Stored {
  readonly id: string;
  readonly sealed: Buffer;
  readonly keyId: string;
  readonly toldAt: Date | null;
}

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const lookBackDays = 30;

/** Reads Google Postmaster Tools for the verified domains of an organization, once a day. */
@Injectable()
export class PostmasterService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly box: SecretBox,
    private readonly live: Live,
    private readonly notifications: Notifications,
  ) {}

  async get(): Promise<View> {
    const account = await this.db.row<NonNullable<PostmasterView['account']>>(accountView);
    return { account, domains: await this.db.rows<PostmasterDomain>(domainViews) };
  }

  /** Outside of any transaction: the credentials are tried first, and kept only when they work. */
  async save(credentials: PostmasterCredentials): Promise<View> {
    const name = nameOfCredentials(credentials);
    if (name === null)
      throw invalid('postmaster.invalid-key', 'This is not the key file of a service account.', [
        { path: ['credentials', 'key'], message: 'Paste the whole JSON key file of the service account.' },
      ]);
    const readings = await this.#read(credentials).catch((error: unknown) => {
      if (!(error instanceof PostmasterRefusal)) throw error;
      throw new DomainError('invalid', 'postmaster.refused', error.message, { cause: error });
    });
    return this.db.transaction(async () => {
      const now = this.clock.now();
      const sealed = this.box.seal(JSON.stringify(credentials), this.#purpose());
      const next = new Date(now.getTime() + dayMs);
      const row = [credentials.kind, name, sealed, this.box.keyId, currentUserId(), now, next];
      const before = await this.db.row<Stored>(storedAccount);
      const saved = await this.db.row<{ id: string }>(saveAccount, row);
      if (saved && before?.toldAt) await this.#tell(saved.id, 'postmaster_mended', '');
      await this.db.rows(saveReadings, [JSON.stringify(readings), now]);
      noteAudit({ ...(saved && { objectId: saved.id }), after: { credentials: 'set', name } });
      afterCommit(() => this.live.publish('postmaster'));
      return this.get();
    });
  }

  async delete(): Promise<void> {
    const deleted = await this.db.row<{ id: string; name: string }>(deleteAccount);
    await this.db.rows(deleteReadings);
    if (deleted) {
      const { id, name } = deleted;
      noteAudit({ objectId: id, objectName: name, before: { name } });
    }
    afterCommit(() => this.live.publish('postmaster'));
  }

  /** When it is due. Outside of any transaction; what fails keeps what was read before. */
  async run(id: string): Promise<void> {
    const account = await this.db.transaction(async () => {
      const now = this.clock.now();
      const isMine = (await this.db.affected(beginFetch, [id, now, new Date(now.getTime() + hourMs)])) > 0;
      return isMine ? this.db.row<Stored>(storedAccount) : null;
    });
    if (!account) return;
    try {
      await this.#fetched(account, await this.#read(this.#open(account)));
    } catch (error) {
      if (!(error instanceof PostmasterRefusal)) throw error;
      await this.#failed(account, error);
    }
  }

  async #fetched({ id, sealed, toldAt }: Stored, readings: readonly Reading[]): Promise<void> {
    const now = this.clock.now();
    await this.db.transaction(async () => {
      const noted = await this.db.affected(noteFetched, [id, sealed, now, new Date(now.getTime() + dayMs)]);
      if (noted > 0) await this.db.rows(saveReadings, [JSON.stringify(readings), now]);
      if (noted > 0 && toldAt) await this.#tell(id, 'postmaster_mended', '');
      afterCommit(() => this.live.publish('postmaster'));
    });
  }

  /** Members are told of credentials that are refused; a Google that cannot be reached is asked again within the hour. */
  async #failed({ id, sealed, toldAt }: Stored, { message, isFinal }: PostmasterRefusal): Promise<void> {
    const now = this.clock.now();
    const next = new Date(now.getTime() + (isFinal ? dayMs : hourMs));
    await this.db.transaction(async () => {
      const noted = await this.db.affected(noteFailed, [id, sealed, message, now, next, isFinal ? now : null]);
      if (noted > 0 && isFinal && !toldAt) await this.#tell(id, 'postmaster_failed', message);
      afterCommit(() => this.live.publish('postmaster'));
    });
  }

  #tell(postmasterAccountId: string, kind: 'postmaster_failed' | 'postmaster_mended', why: string): Promise<void> {
    return this.notifications.raiseAboutConnection({ postmasterAccountId }, kind, { why, except: currentUserId() });
  }

  async #read(credentials: PostmasterCredentials): Promise<Reading[]> {
    const names = await this.db.transaction(() => this.db.rows<{ domain: string }>(verifiedDomains));
    const now = this.clock.now();
    const { POSTMASTER_URL: apiUrl, GOOGLE_TOKEN_URL: tokenUrl } = this.config;
    const google = await GooglePostmaster.signIn({ apiUrl, tokenUrl }, credentials, now);
    const registered = new Set(await google.domains());
    const readings: Reading[] = [];
    for (const { domain } of names) {
      if (!registered.has(domain)) {
        readings.push({ domain, access: 'not_registered', compliance: [], spamRates: [] });
        continue;
      }
      const compliance = await google.compliance(domain);
      const spamRates = await google.spamRates(domain, new Date(now.getTime() - lookBackDays * dayMs), now);
      readings.push({ domain, access: 'granted', compliance, spamRates });
    }
    return readings;
  }

  #open({ sealed, keyId }: Stored): PostmasterCredentials {
    if (keyId !== this.box.keyId)
      throw new PostmasterRefusal('The stored credentials cannot be read any more. Enter them again.', {
        isFinal: true,
      });
    const opened: unknown = JSON.parse(this.box.open(sealed, this.#purpose()));
    return postmasterInput.shape.credentials.parse(opened);
  }

  #purpose(): string {
    return `postmaster ${currentScope().organizationId}`;
  }
}
