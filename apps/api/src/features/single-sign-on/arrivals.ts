import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Arrival, ArrivalResult, Role, SignInResult, SignInTest } from '@engagex/domain/accounts';
import {
  addressKey,
  DomainError,
  domainOf,
  onOneLine,
  problemWithAddress,
  spelledAddress,
} from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { AccountAudit } from '../../platform/audit/account-audit.ts';
import { AuditTrail } from '../../platform/audit/audit-trail.ts';
import { accountOfReader, AccountsService, addMember, addUser } from '../accounts/index.ts';
import { Rooms } from '../plans/index.ts';

interface Account {
  readonly id: string;
  readonly email: string;
  readonly hasPassword: boolean;
}

/** Who arrives from a provider: a returning user, a new one, or the owner of an account, who has to prove it. */
type Recognized =
  | { readonly kind: 'known'; readonly userId: string }
  | { readonly kind: 'new'; readonly email: string }
  | { readonly kind: 'link'; readonly userId: string; readonly email: string };

/** $1 address key. */
const memberAt = `
  select u.id, u.email, u.password_hash is not null as "hasPassword"
  from memberships m join users u on u.id = m.user_id where u.email_key = $1
  order by u.email_verified_at is null, u.password_hash is null, u.created_at desc limit 1`;

type Sql = <Row>(sql: string, parameters: unknown[]) => Promise<Row[]>;

/**
 * Who a provider's subject is here. An organization's own provider is set up by its owner, who could make it say
 * anything: it knows the members of that organization and nobody else. Somebody it brings who is none gets an account
 * that claims the address and is a member there, whether or not others have an account with it. A member's account, and
 * for a provider of the operator's everybody's, is linked by its password.
 */
@Injectable()
export class Arrivals {
  constructor(
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly accounts: AccountsService,
    private readonly trail: AuditTrail,
    private readonly audit: AccountAudit,
    private readonly rooms: Rooms,
  ) {}

  async arrive(arrival: Arrival): Promise<ArrivalResult> {
    const person = await this.#recognize(arrival);
    if (person.kind === 'known') return this.accounts.afterFirstFactor(person.userId, arrival.organizationId);
    if (person.kind === 'link') return person;
    const userId = await this.#within(arrival.organizationId, (sql) => this.#welcome(sql, arrival, person.email));
    return this.accounts.afterFirstFactor(userId, arrival.organizationId);
  }

  /**
   * Whether an organization's provider, as it is set up now, sends somebody who would be let in. Nobody is signed in,
   * linked or added; that it worked is kept, for the owner who tried.
   */
  async test(userId: string, arrival: Arrival): Promise<Pick<SignInTest, 'problem'>> {
    const { organizationId, issuer } = arrival;
    const owner = await this.#within(organizationId, (sql) =>
      sql(`select from memberships where user_id = $1 and role = 'owner'`, [userId]),
    );
    if (!organizationId || owner.length === 0)
      throw new DomainError('forbidden', 'permission.denied', 'Only owners can test single sign-on.');
    try {
      const person = await this.#recognize(arrival);
      const domain = person.kind === 'known' ? null : domainOf(person.email);
      await this.#within(organizationId, async (sql) => {
        await sql(
          `update identity_providers set tested_at = now(), tested_by_id = $1, tested_domain = $2 where issuer = $3`,
          [userId, domain, issuer],
        );
        await this.trail.record(userId, {
          objectType: 'single-sign-on',
          objectId: null,
          objectName: issuer,
          before: null,
          after: { tested: true },
        });
      });
      return { problem: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { problem: { code: error.code, message: error.message } };
    }
  }

  /** The arrival was checked when it came; between then and now it was kept in the session. */
  async link(userId: string, arrival: Arrival, password: string): Promise<SignInResult> {
    await this.accounts.reverifyPassword(userId, password);
    await this.#within(arrival.organizationId, async (sql) => {
      await this.#remember(sql, arrival, userId);
      if (arrival.organizationId) await this.#join(sql, userId);
      const { issuer } = arrival;
      await this.audit.record({ query: sql }, { userId, action: 'single-sign-on.link', after: { issuer } });
    });
    return this.accounts.afterFirstFactor(userId, arrival.organizationId);
  }

  /** Who arrives and whether they may sign in; throws when they may not. */
  async #recognize(arrival: Arrival): Promise<Recognized> {
    const known = await this.#userOf(arrival);
    if (known) {
      await this.#assertStillMember(known, arrival.organizationId);
      return { kind: 'known', userId: known };
    }
    const email = await this.#vouchedAddress(arrival);
    const user = await this.#accountAt(email, arrival.organizationId);
    if (!user) return { kind: 'new', email };
    if (user.hasPassword) return { kind: 'link', userId: user.id, email: user.email };
    throw new DomainError(
      'conflict',
      'single-sign-on.other-way',
      'This address already has an account that signs in another way. Set a password for it through “Forgot your password?”, then try again.',
    );
  }

  /** Of everybody's for a provider of the operator's, of the members' for an organization's. */
  async #accountAt(email: string, organizationId: string | null): Promise<Account | undefined> {
    const [account] = await this.#within(organizationId, (sql) =>
      sql<Account>(organizationId ? memberAt : accountOfReader, [addressKey(email)]),
    );
    return account;
  }

  async #userOf({ organizationId, issuer, subject }: Arrival): Promise<string | null> {
    const [known]: { userId: string }[] = await this.source.query(
      `with mine as (
         update identities set last_used_at = now()
         where of_organization is not distinct from $1 and issuer = $2 and subject = $3 returning user_id
       ) select user_id as "userId" from mine`,
      [organizationId, issuer, subject],
    );
    return known?.userId ?? null;
  }

  /** Removed members cannot return by signing in: somebody has to invite them. */
  async #assertStillMember(userId: string, organizationId: string | null): Promise<void> {
    if (!organizationId) return;
    const member = await this.#within(organizationId, (sql) =>
      sql('select from memberships where user_id = $1', [userId]),
    );
    if (member.length === 0) {
      throw new DomainError(
        'forbidden',
        'single-sign-on.removed',
        'You are no longer a member of this organization. Ask its owner to invite you again.',
      );
    }
  }

  /** The address, if the provider verified it and the organization allows its domain. */
  async #vouchedAddress({ organizationId, email: said, isEmailVerified }: Arrival): Promise<string> {
    const email = said && spelledAddress(said);
    if (!email || problemWithAddress(email) !== null || !isEmailVerified) {
      throw new DomainError(
        'forbidden',
        'single-sign-on.unverified',
        'The provider did not confirm your email address. Confirm it there, then try again.',
      );
    }
    if (!organizationId) return email;
    const domain = domainOf(email);
    const allowed = await this.#within(organizationId, (sql) =>
      sql('select from identity_providers where $1 = any (allowed_domains)', [domain]),
    );
    if (allowed.length > 0) return email;
    throw new DomainError(
      'forbidden',
      'single-sign-on.domain',
      `Addresses at ${domain} are not allowed to sign in to this organization. Ask its owner.`,
    );
  }

  /** A new user without a password. Only the operator's providers confirm the address for all organizations. */
  async #welcome(sql: Sql, arrival: Arrival, email: string): Promise<string> {
    const name = onOneLine(arrival.name ?? '').slice(0, 100) || email.slice(0, email.indexOf('@'));
    const [user] = await sql<{ id: string }>(addUser, [name, email, null, arrival.organizationId === null]);
    if (!user) throw new DomainError('conflict', 'user.exists', 'This address was just signed up. Try again.');
    await this.#remember(sql, arrival, user.id);
    if (arrival.organizationId) {
      const member = await this.#join(sql, user.id);
      await this.trail.record(user.id, {
        objectType: 'members',
        objectId: member?.id ?? null,
        objectName: email,
        before: null,
        after: { role: member?.role },
      });
    }
    return user.id;
  }

  async #remember(sql: Sql, { organizationId, issuer, subject }: Arrival, userId: string): Promise<void> {
    await sql(
      `insert into identities (user_id, issuer, subject, of_organization) values ($1, $2, $3, $4)
       on conflict (of_organization, issuer, subject) do nothing`,
      [userId, issuer, subject, organizationId],
    );
  }

  /** The new membership, with the role the organization gives; undefined when there is one already. */
  async #join(sql: Sql, userId: string): Promise<{ id: string; role: Role } | undefined> {
    const [provider] = await sql<{ role: Role }>('select default_role as role from identity_providers', []);
    if (!provider) return undefined;
    await this.rooms.take('seats');
    const [member] = await sql<{ id: string; role: Role }>(addMember, [userId, provider.role]);
    return member;
  }

  /** In one transaction: of the organization, or of none for a provider of the operator's. */
  #within<T>(organizationId: string | null, work: (sql: Sql) => Promise<T>): Promise<T> {
    if (!organizationId) {
      return this.source.transaction((manager) => work((sql, parameters) => manager.query(sql, parameters)));
    }
    return runInScope({ organizationId, actor: { kind: 'system', name: 'single sign-on' } }, () =>
      this.db.transaction(() => work((sql, parameters) => this.db.rows(sql, parameters))),
    );
  }
}
