import { createHash } from 'node:crypto';
import type { Statement } from '@engagex/tenancy';
import type { DataSource } from 'typeorm';
import { type AnyKeyScope, type KeyKind, keyPrefix } from '@engagex/domain/accounts';
import { DomainError } from '@engagex/domain/shared';

/** A key that may be used: whose it is and what it may do. */
export interface ApiKey {
  readonly organizationId: string;
  readonly id: string;
  readonly kind: KeyKind;
  readonly scopes: readonly AnyKeyScope[];
}

/** Notes the use of the request's key, once a minute at most. */
export function useOf(keyId: string): Statement {
  return { text: noteUse, values: [keyId], isKept: true };
}

const noteUse = `
  update api_keys set last_used_at = now()
  where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`;

/** The key of `Authorization: Bearer egx_…` (RFC 6750); null when the header names none. Looked up again each time, so a revoked one is over. */
export async function apiKeyOf(source: DataSource, authorization: string | undefined): Promise<ApiKey | null> {
  const secret = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!secret?.startsWith(keyPrefix)) return null;
  const key = await apiKeyOfSecret(source, secret);
  if (key) return key;
  throw new DomainError('unauthenticated', 'api-key.invalid', 'This key does not exist, was revoked or has expired.');
}

/** Whose key it is; null when it does not exist, was revoked or has expired. */
export async function apiKeyOfSecret(source: DataSource, secret: string): Promise<ApiKey | null> {
  return apiKeyOfHash(source, hashOfKey(secret));
}

export async function apiKeyOfHash(source: DataSource, hash: Buffer): Promise<ApiKey | null> {
  const [key]: ApiKey[] = await source.query(
    'select organization_id as "organizationId", id, kind, scopes from api_key_of_hash($1)',
    [hash],
  );
  return key ?? null;
}

/** What is stored of a key. It has 256 random bits, so a plain hash is enough. */
export function hashOfKey(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
