import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import {
  type apiKeysRoutes,
  type ApiKeyView,
  type NewApiKey,
  prefixOfKind,
  publicKeyScopes,
} from '@engagex/domain/accounts';
import { type AnswerOf, conflict, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentScope, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { hashOfKey } from '../../platform/http/api-keys.ts';
import { Notify } from '../../platform/notify.ts';
import { Live } from '../../platform/live/live.ts';

const maxKeys = 100;
/** Characters of a key that are kept to recognize it by, besides its prefix. */
const hintLength = 6;

const columns = `
  k.id, k.kind, k.name, left(k.hint, ${prefixOfKind.public.length + hintLength}) as hint,
  case when k.kind = 'public' and length(k.hint) > ${prefixOfKind.public.length + hintLength} then k.hint end as "publicKey",
  k.scopes, k.origins, k.created_at as "createdAt", k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt",
  coalesce(k.expires_at <= now(), false) as "isExpired",
  (select u.name from users u where u.id = k.created_by_id) as "createdBy"`;

type Wanted = ParsedInputOf<typeof apiKeysRoutes.create>;

interface StoredKey extends ApiKeyView {
  readonly lifetimeDays: Wanted['expiresInDays'];
}

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly notify: Notify,
  ) {}

  async list() {
    return {
      items: await this.db.rows<ApiKeyView>(
        `select ${columns} from api_keys k where k.revoked_at is null order by k.id desc limit $1`,
        [maxKeys],
      ),
    };
  }

  async create({ kind, name, scopes, origins, expiresInDays }: Wanted): Promise<NewApiKey> {
    const prefix = prefixOfKind[kind];
    const secret = `${prefix}${randomBytes(32).toString('base64url')}`;
    const row = await this.db.row<{ id: string }>(
      `insert into api_keys (kind, name, hint, key_hash, scopes, lifetime_days, expires_at, created_by_id, updated_by_id, origins)
       select $1, $2, $3, $4, $5, $6, now() + make_interval(days => $6), $7, $7, $9
       where (select count(*) from api_keys where revoked_at is null) < $8 returning id`,
      [
        kind,
        name,
        // Anyone can read a public key in the pages it is in, so its owner can read it again here.
        kind === 'public' ? secret : secret.slice(0, prefix.length + hintLength),
        hashOfKey(secret),
        kind === 'public' ? publicKeyScopes : scopes,
        expiresInDays,
        currentUserId(),
        maxKeys,
        origins,
      ],
    );
    if (!row) throw conflict('api-key.too-many', `You already have ${maxKeys} keys. Revoke one first.`);
    await this.notify.tell({ kind: 'api_key_created', objectId: row.id, why: wordsForKey(kind) });
    this.#announce();
    return { ...(await this.#get(row.id)), secret };
  }

  /** A key with the same scopes and lifetime. The old one works for another day, so that nothing using it has to stop. */
  async rotate(id: string): Promise<NewApiKey> {
    const old = await this.#get(id);
    const next = await this.create({ ...old, expiresInDays: old.lifetimeDays });
    await this.db.rows(
      `update api_keys set expires_at = least(expires_at, now() + interval '24 hours'), updated_at = now(), updated_by_id = $2
       where id = $1`,
      [id, currentUserId()],
    );
    noteAudit({ after: { replacedBy: next.hint } });
    return next;
  }

  async revoke(id: string): Promise<void> {
    const revoked = await this.db.affected(
      `update api_keys set revoked_at = now(), updated_at = now(), updated_by_id = $2 where id = $1 and revoked_at is null`,
      [id, currentUserId()],
    );
    if (revoked === 0) throw notFound('api-key');
    this.#announce();
  }

  /** The key of the running request. */
  async current(): Promise<AnswerOf<typeof apiKeysRoutes.current>> {
    const { actor } = currentScope();
    if (actor.kind !== 'key') throw new Error('Only requests with a key come here.');
    const key = await this.#get(actor.keyId);
    const organization = await this.db.row<{ id: string; name: string }>(
      'select id, name from organizations where id = current_organization()',
    );
    if (!organization) throw notFound('organization');
    return { ...key, organization };
  }

  async #get(id: string): Promise<StoredKey> {
    const key = await this.db.row<StoredKey>(
      `select ${columns}, k.lifetime_days as "lifetimeDays" from api_keys k where k.id = $1 and k.revoked_at is null`,
      [id],
    );
    if (!key) throw notFound('api-key');
    return key;
  }

  #announce(): void {
    afterCommit(() => this.live.publish('api-keys'));
  }
}

function wordsForKey(kind: ApiKeyView['kind']): string {
  return kind === 'public'
    ? 'It is a public key: it can only send events. If nobody in your team needs it, revoke it.'
    : 'It is a secret key: whoever has it can use EngageX in the name of the organization. If nobody in your team created it, revoke it now.';
}
