import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type EventHookInput,
  type EventHookView,
  type EventProvider,
  providersWithOurSecret,
  type SavedEventHook,
} from '@engagex/domain/provider-events';
import { invalid, notFound } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { CONFIG } from '../../platform/tokens.ts';
import {
  deleteHook,
  forgetEventsOfHook,
  listHooks,
  lockTransport,
  saveHook,
  storedSecret,
} from './provider-events.queries.ts';
import { sendGridKey } from './providers/sendgrid-signature.ts';
import { purposeOfHook } from './purpose-of-hook.ts';

type StoredHook = Omit<EventHookView, 'url'>;

interface Sealed {
  readonly sealed: Buffer | null;
  readonly keyId: string | null;
}

/** A secret to store, and to show when it was made just now. */
interface Secret extends Sealed {
  readonly shown: string | null;
}

const noSecret: Secret = { sealed: null, keyId: null, shown: null };
const secretBytes = 32;

/** The webhooks by which providers report, one for each transport at most. */
@Injectable()
export class EventHooks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly box: SecretBox,
    private readonly live: Live,
  ) {}

  async list(transportId: string | null = null): Promise<{ items: EventHookView[] }> {
    const rows = await this.db.rows<StoredHook>(listHooks, [transportId]);
    return { items: rows.map((row) => ({ ...row, url: this.#urlOf(row.provider, row.id) })) };
  }

  async save(transportId: string, input: EventHookInput): Promise<SavedEventHook> {
    await this.#lock(transportId);
    const { provider } = input;
    if (provider === 'sendgrid' && !sendGridKey(input.verificationKey))
      throw invalidField('verificationKey', 'Paste the whole verification key, as SendGrid shows it.');
    const secret = await this.#secretFor(transportId, input);
    return this.#store(transportId, provider, secret, {
      verificationKey: provider === 'sendgrid' ? input.verificationKey : null,
      topicArn: provider === 'ses' ? input.topicArn : null,
    });
  }

  async renewSecret(transportId: string): Promise<SavedEventHook> {
    await this.#lock(transportId);
    const [hook] = (await this.list(transportId)).items;
    if (!hook) throw notFound('event-hook');
    if (!isOurs(hook.provider))
      throw invalid('event-hook.no-secret', 'This provider signs with a key of its own. Enter it instead.');
    return this.#store(transportId, hook.provider, this.#make(transportId), hook);
  }

  async delete(transportId: string): Promise<void> {
    await this.#lock(transportId);
    await this.db.rows(forgetEventsOfHook, [transportId]);
    const [deleted] = await this.db.rows<{ id: string }>(deleteHook, [transportId]);
    if (!deleted) throw notFound('event-hook');
    afterCommit(() => this.live.publish('event-hooks', transportId));
  }

  async #lock(transportId: string): Promise<void> {
    if (!(await this.db.row(lockTransport, [transportId]))) throw notFound('transport');
  }

  async #store(
    transportId: string,
    provider: EventProvider,
    { sealed, keyId, shown }: Secret,
    { verificationKey, topicArn }: Pick<EventHookView, 'verificationKey' | 'topicArn'>,
  ): Promise<SavedEventHook> {
    const values = [transportId, provider, verificationKey, topicArn, sealed, keyId, currentUserId()];
    await this.db.rows(saveHook, values);
    const [hook] = (await this.list(transportId)).items;
    if (!hook) throw new Error('An insert returns its row.');
    if (shown) noteAudit({ after: { credentials: 'set' } });
    afterCommit(() => this.live.publish('event-hooks', transportId));
    return { ...hook, secret: shown };
  }

  /** What was stored for the same provider stays, unless another is entered. */
  async #secretFor(transportId: string, input: EventHookInput): Promise<Secret> {
    const { provider } = input;
    if (provider === 'sendgrid' || provider === 'ses') return noSecret;
    if (provider === 'mailgun' && input.signingKey)
      return { ...this.#seal(transportId, input.signingKey), shown: null };
    const stored = await this.db.row<Sealed & { provider: EventProvider }>(storedSecret, [transportId]);
    if (stored?.provider === provider && stored.sealed) return { ...stored, shown: null };
    if (provider === 'mailgun') throw invalidField('signingKey', 'Enter the HTTP webhook signing key.');
    return this.#make(transportId);
  }

  #make(transportId: string): Secret {
    const shown = randomBytes(secretBytes).toString('base64url');
    return { ...this.#seal(transportId, shown), shown };
  }

  #seal(transportId: string, secret: string): Sealed {
    const { organizationId } = currentScope();
    return { sealed: this.box.seal(secret, purposeOfHook(organizationId, transportId)), keyId: this.box.keyId };
  }

  #urlOf(provider: EventProvider, id: string): string {
    return `${this.config.PUBLIC_URL.replace(/\/$/, '')}/hooks/${provider}/${id}`;
  }
}

function isOurs(provider: EventProvider): boolean {
  return providersWithOurSecret.some((each) => each === provider);
}

function invalidField(field: string, message: string) {
  return invalid('event-hook.invalid', message, [{ path: ['hook', field], message }]);
}
