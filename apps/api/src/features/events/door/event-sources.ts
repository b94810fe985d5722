import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { defaultPrivacy, type PrivacyGuard, privacySettings } from '@engagex/domain/events';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { Config } from '../../../config.ts';
import { apiKeyOfSecret, useOf } from '../../../platform/http/api-keys.ts';
import { SecretBox } from '../../../platform/secret-box.ts';
import { CONFIG } from '../../../platform/tokens.ts';
import { purposeOfIdentitySecret } from '../settings/event-settings.service.ts';
import { guardOf } from '../settings/privacy-guard.ts';
import { KeyRate } from './key-rate.ts';
import { Refusal } from './refusal.ts';

/** Whose events a key brings, and what holds for them. */
export interface EventSource {
  readonly organizationId: string;
  readonly keyId: string;
  readonly isSecret: boolean;
  readonly origins: readonly string[];
  readonly currency: string;
  readonly guard: PrivacyGuard;
  readonly rate: KeyRate;
  /** Names of events that are refused. */
  readonly blocked: ReadonlySet<string>;
  /** Whether the organization's server signed this user id. */
  isSigned(userId: string, signature: string): boolean;
}

interface Known {
  readonly until: number;
  readonly source: Promise<EventSource | null>;
}

/** How soon a key that was revoked, or a setting that was changed, is noticed. */
const keptMs = 5_000;
const mostKnown = 10_000;
/** Ours are half as long; what is longer is not remembered. */
const longestKey = 100;

interface SettingsRow {
  readonly origins: readonly string[];
  readonly currency: string | null;
  readonly privacy: unknown;
  readonly secret: Buffer | null;
  readonly former: Buffer | null;
  readonly blocked: readonly string[];
}

/** Looks keys up and remembers them for a moment, those that do not exist as well. */
@Injectable()
export class EventSources {
  readonly #known = new Map<string, Known>();
  readonly #rates = new Map<string, KeyRate>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly db: TenantDb,
    private readonly box: SecretBox,
  ) {}

  /** The source of a key that may send events; throws a `Refusal` for any other. */
  async of(key: string): Promise<EventSource> {
    const source = key.length > longestKey ? null : await this.#lookUp(key);
    if (source) return source;
    throw new Refusal(401, 'api-key.invalid', 'This key does not exist, was revoked or has expired.');
  }

  #lookUp(key: string): Promise<EventSource | null> {
    const now = Date.now();
    const known = this.#known.get(key);
    if (known && known.until > now) return known.source;
    if (this.#known.size >= mostKnown) this.#known.clear();
    const source = this.#find(key);
    this.#known.set(key, { until: now + keptMs, source });
    source.catch(() => this.#known.delete(key)); // asked again, and not remembered as unknown
    return source;
  }

  async #find(secret: string): Promise<EventSource | null> {
    const key = await apiKeyOfSecret(this.database, secret);
    if (!key) return null;
    if (!key.scopes.includes('events:write'))
      throw new Refusal(403, 'api-key.scope', 'This key does not have the scope events:write.');
    const { organizationId, id: keyId } = key;
    const row = await runInScope({ organizationId, actor: { kind: 'system', name: 'events' } }, () =>
      this.db.transactionOpenedWith(useOf(keyId), () => this.db.row<SettingsRow>(settingsOfKey, [keyId])),
    );
    const secrets = [row?.secret, row?.former].flatMap((sealed) =>
      sealed ? [this.box.open(sealed, purposeOfIdentitySecret(organizationId))] : [],
    );
    const privacy = privacySettings.safeParse(row?.privacy);
    return {
      organizationId,
      keyId,
      isSecret: key.kind === 'secret',
      origins: row?.origins ?? [],
      currency: row?.currency ?? 'USD',
      guard: guardOf(this.config, organizationId, privacy.data ?? defaultPrivacy),
      rate: this.#rateOf(keyId),
      blocked: new Set(row?.blocked),
      isSigned: (userId, signature) => secrets.some((each) => isHmac(each, userId, signature)),
    };
  }

  #rateOf(keyId: string): KeyRate {
    const rate = this.#rates.get(keyId) ?? new KeyRate(this.config.EVENTS_PER_SECOND, Date.now());
    this.#rates.set(keyId, rate);
    return rate;
  }
}

const settingsOfKey = `
  select k.origins, s.currency, s.privacy, s.identity_secret as secret,
    case when s.former_until > now() then s.former_secret end as former, array(select name from blocked_events) as blocked
  from api_keys k left join event_settings s on s.organization_id = k.organization_id where k.id = $1`;

function isHmac(secret: string, userId: string, signature: string): boolean {
  const expected = createHmac('sha256', secret).update(userId).digest();
  const given = Buffer.from(signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
