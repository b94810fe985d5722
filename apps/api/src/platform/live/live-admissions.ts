import { Injectable } from '@nestjs/common';
import { permissionsOf } from '@engagex/domain/accounts';
import {
  DomainError,
  type LiveAdmission,
  type LiveReader,
  liveRoutes,
  type RouteDefinition,
} from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { DataSource } from 'typeorm';
import { apiKeyOf } from '../http/api-keys.ts';
import { type Membership, roleThatMay } from '../http/membership.ts';
import { OpenApi } from '../openapi/openapi.ts';

type Member = Exclude<LiveReader, { readonly key: string }>;

/** Who may be told of which changes: a noun is told to anyone who may use a route that reads it. */
@Injectable()
export class LiveAdmissions {
  #readers: ReadonlyMap<string, ReadonlySet<string>> | null = null;

  constructor(
    private readonly openApi: OpenApi,
    private readonly source: DataSource,
    private readonly db: TenantDb,
  ) {}

  /** One answer for each reader, in their order. */
  async of(readers: readonly LiveReader[]): Promise<LiveAdmission[]> {
    const admissions = new Map<LiveReader, LiveAdmission>();
    const members = readers.filter((reader) => 'userId' in reader);
    for (const [organizationId, colleagues] of Map.groupBy(members, (member) => member.organizationId)) {
      const rows = await membershipsOf(this.db, organizationId, colleagues);
      for (const member of colleagues) admissions.set(member, this.#ofMember(member, rows.get(member.userId)));
    }
    for (const reader of readers) if ('key' in reader) admissions.set(reader, await this.#ofKey(reader.key));
    return readers.map((reader) => admissions.get(reader) ?? null);
  }

  /** The nouns that may be told to anyone who has these permissions. */
  nounsFor(permissions: readonly string[]): string[] {
    this.#readers ??= permissionsByNoun(this.openApi);
    return [...this.#readers].flatMap(([noun, allowed]) =>
      permissions.some((permission) => allowed.has(permission)) ? [noun] : [],
    );
  }

  #ofMember(member: Member, membership: Membership | undefined): LiveAdmission {
    if ((member.boundTo ?? member.organizationId) !== member.organizationId) return null;
    const role = unlessRefused(() => roleThatMay(membership, { ...member, isService: false }, liveRoutes.changes));
    return role && { organizationId: member.organizationId, nouns: this.nounsFor(permissionsOf(role)) };
  }

  async #ofKey(secret: string): Promise<LiveAdmission> {
    const key = await apiKeyOf(this.source, `Bearer ${secret}`).catch((error: unknown) => {
      if (error instanceof DomainError) return null;
      throw error;
    });
    const scopes: readonly string[] = key?.scopes ?? [];
    if (!key || !scopes.includes(liveRoutes.changes.permission)) return null;
    return { organizationId: key.organizationId, nouns: this.nounsFor(scopes) };
  }
}

async function membershipsOf(
  db: TenantDb,
  organizationId: string,
  members: readonly Member[],
): Promise<Map<string, Membership>> {
  const rows = await runInScope({ organizationId, actor: { kind: 'system', name: 'live' } }, () =>
    db.transaction(() => db.rows<Membership & { userId: string }>(memberships, [members.map(({ userId }) => userId)])),
  );
  return new Map(rows.map((row) => [row.userId, row]));
}

/** The memberships of several users in the scope's organization. $1 users. */
const memberships = `
  select m.user_id as "userId", m.organization_id as "organizationId", m.role,
    o.requires_second_factor as "requiresSecondFactor", o.requires_single_sign_on as "requiresSingleSignOn",
    u.email_verified_at is not null as "isVerified"
  from memberships m join organizations o on o.id = m.organization_id join users u on u.id = m.user_id
  where m.user_id = any ($1::uuid[]) and o.deleted_at is null`;

function unlessRefused<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function permissionsByNoun(openApi: OpenApi): Map<string, Set<string>> {
  const readers = new Map<string, Set<string>>();
  for (const { id, method, reads, permission } of openApi.routes()) {
    if (method !== 'GET' && !reads) continue;
    const [noun = ''] = id.split('.', 1);
    readers.set(noun, (readers.get(noun) ?? new Set()).add(permission satisfies RouteDefinition['permission']));
  }
  return readers;
}
