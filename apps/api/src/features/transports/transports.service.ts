import { Injectable } from '@nestjs/common';
import { conflict, invalid, notFound, type ParsedInputOf, type RouteDefinition } from '@engagex/domain/shared';
import {
  healthOf,
  limitsOfTransport,
  maxTransports,
  type TransportInput,
  transportsRoutes,
  type TransportView,
} from '@engagex/domain/transports';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { Clock } from '../../ports/clock.ts';
import { purposeOf } from './transport-selection.ts';
import { RateLimits } from './rate-limits.ts';
import { ReturnPaths } from './return-path/return-paths.ts';
import { Senders } from './senders.ts';
import {
  addTransport,
  changeTransport,
  deleteTransport,
  enableInstallation,
  limitTransport,
  listTransports,
  lockTransports,
  preferTransport,
  setEnabled,
} from './transports.queries.ts';
import { Waiting } from './waiting.ts';

interface StoredView extends Omit<TransportView, 'health' | 'senders'> {
  readonly failures: number;
  readonly brokenAt: Date | null;
}

interface Sealed {
  readonly credentials: Buffer | null;
  readonly keyId: string | null;
}

@Injectable()
export class TransportsService {
  constructor(
    private readonly db: TenantDb,
    private readonly box: SecretBox,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly rateLimits: RateLimits,
    private readonly returnPaths: ReturnPaths,
    private readonly senders: Senders,
    private readonly waiting: Waiting,
  ) {}

  async list(id: string | null = null): Promise<{ items: TransportView[] }> {
    const today = await this.rateLimits.today();
    const all = { perSecond: 1, perHour: 1, perDay: 1 };
    const [, hour] = limitsOfTransport('', all, this.clock.now(), today);
    const rows = await this.db.rows<StoredView>(listTransports, [hour?.period, today.day, id]);
    return {
      items: rows.map(({ failures, brokenAt, ...view }) => ({
        ...view,
        senders: view.kind === 'installation' ? this.senders.ofInstallation : null,
        health: healthOf({ isEnabled: view.isEnabled, brokenAt, failures }),
      })),
    };
  }

  async get(id: string): Promise<TransportView> {
    const [transport] = (await this.list(id)).items;
    if (!transport) throw notFound('transport');
    return transport;
  }

  /** The first transport of one's own takes over from the installation, so that mail does not go out both ways. */
  async create(input: TransportInput): Promise<TransportView> {
    const before = await this.db.rows<{ id: string; kind: string }>(lockTransports);
    if (before.length > maxTransports)
      throw conflict(
        'transport.too-many',
        `An organization can have at most ${maxTransports} transports. Delete one first.`,
      );
    if (input.kind === 'sendgrid' && !input.secret) throw secretMissing('Enter the API key.');
    if (input.kind === 'smtp' && input.username && !input.secret) throw secretMissing('Enter the password.');
    const added = await this.db.row<{ id: string }>(addTransport, [
      ...this.#columnsOf(input, noSecret),
      currentUserId(),
    ]);
    if (!added) throw new Error('An insert returns its row.');
    if (input.secret) await this.#keepSecret(added.id, input.secret);
    if (before.every(({ kind }) => kind === 'installation')) await this.db.rows(enableInstallation, [false]);
    noteAudit({ objectId: added.id, ...(input.secret ? { after: { credentials: 'set' } } : {}) });
    return this.#changed(added.id);
  }

  /** A secret is for one server and one user: changing either requires entering its secret. */
  async update({
    id,
    version,
    transport: input,
  }: ParsedInputOf<typeof transportsRoutes.update>): Promise<TransportView> {
    await this.db.rows(lockTransports);
    await this.#assertUnchanged(transportsRoutes.update, id, version);
    const before = await this.get(id);
    if (before.kind !== input.kind)
      throw invalid('transport.kind', 'The kind of a transport cannot be changed. Add a new one instead.');
    const sealed = await this.#sealedOf(id, before, input);
    await this.db.rows(changeTransport, [...this.#columnsOf(input, sealed), currentUserId(), id]);
    if (input.secret) noteAudit({ after: { credentials: 'replaced' } });
    return this.#changed(id);
  }

  async limit({
    id,
    version,
    perSecond,
    perHour,
    perDay,
  }: ParsedInputOf<typeof transportsRoutes.limit>): Promise<TransportView> {
    await this.#assertUnchanged(transportsRoutes.limit, id, version);
    await this.get(id);
    await this.db.rows(limitTransport, [id, perSecond, perHour, perDay, currentUserId()]);
    return this.#changed(id);
  }

  async setEnabled(id: string, isEnabled: boolean): Promise<TransportView> {
    await this.get(id);
    await this.db.rows(setEnabled, [id, isEnabled, currentUserId()]);
    return this.#changed(id);
  }

  async prefer(id: string): Promise<TransportView> {
    await this.db.rows(lockTransports);
    await this.get(id);
    await this.db.rows(preferTransport, [id, currentUserId()]);
    return this.#changed(id);
  }

  async delete(id: string): Promise<void> {
    const all = await this.db.rows<{ id: string; kind: string }>(lockTransports);
    const { kind } = await this.get(id);
    if (kind === 'installation')
      throw conflict('transport.installation', 'This transport belongs to the installation. Switch it off instead.');
    await this.db.rows(deleteTransport, [id, this.clock.now(), currentUserId()]);
    await this.returnPaths.transportDeleted(id);
    const isLast = all.every((each) => each.id === id || each.kind === 'installation');
    if (isLast) await this.db.rows(enableInstallation, [true]);
    await this.#recheck(id);
  }

  #assertUnchanged(route: RouteDefinition, id: string, version: string | undefined): Promise<void> {
    return assertUnchanged(this.db, { route, lastChange: lastChangeOf('transports'), id, version }, () => this.get(id));
  }

  async #changed(id: string): Promise<TransportView> {
    await this.#recheck(id);
    return this.get(id);
  }

  /** What waits for a transport or a limit checks again with what holds now. */
  async #recheck(id: string): Promise<void> {
    await this.waiting.recheck();
    afterCommit(() => this.live.publish('transports', id));
  }

  async #sealedOf(id: string, before: TransportView, input: TransportInput): Promise<Sealed> {
    if (input.secret) return this.#seal(id, input.secret);
    if (input.kind === 'smtp' && !input.username) return noSecret;
    const isSame =
      input.kind === 'sendgrid' ||
      (input.host === before.host &&
        input.port === before.port &&
        input.security === before.security &&
        input.username === before.username);
    if (!isSame) throw secretMissing('Enter the password again. It was saved for a different server or username.');
    const row = await this.db.row<Sealed>(
      `select credentials_encrypted as credentials, credentials_key_id as "keyId" from transports where id = $1`,
      [id],
    );
    if (!row?.credentials) throw secretMissing('Enter the password.');
    return row;
  }

  async #keepSecret(id: string, secret: string): Promise<void> {
    const { credentials, keyId } = this.#seal(id, secret);
    await this.db.rows('update transports set credentials_encrypted = $2, credentials_key_id = $3 where id = $1', [
      id,
      credentials,
      keyId,
    ]);
  }

  #seal(id: string, secret: string): Sealed {
    return { credentials: this.box.seal(secret, purposeOf(id)), keyId: this.box.keyId };
  }

  #columnsOf(input: TransportInput, { credentials, keyId }: Sealed): unknown[] {
    const server =
      input.kind === 'smtp'
        ? [input.host, input.port, input.security, input.username || null]
        : [null, null, null, null];
    return [input.name, input.kind, ...server, credentials, keyId, input.perSecond, input.perHour, input.perDay];
  }
}

const noSecret: Sealed = { credentials: null, keyId: null };

function secretMissing(message: string) {
  return invalid('transport.no-secret', message, [{ path: ['transport', 'secret'], message }]);
}
