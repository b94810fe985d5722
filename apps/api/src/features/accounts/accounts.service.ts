import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { Role, SessionView, SignInResult } from '@engagex/domain/accounts';
import { addressKey, DomainError, invalid } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { entryOf } from '../../platform/http/membership.ts';
import { Addresses } from './addresses.ts';
import { Passwords } from './passwords.ts';
import { organizationsOfUser, secondFactorsOf } from './sign-in.queries.ts';

interface OrganizationOfUser {
  id: string;
  name: string;
  role: Role;
}

interface OrganizationRow extends OrganizationOfUser {
  readonly organizationId: string;
  readonly requiresSecondFactor: boolean;
  readonly requiresSingleSignOn: boolean;
}

/** How somebody signed in: with a second factor or without, through one organization's provider or by themselves. */
export interface SignedInBy {
  readonly hasSecondFactor: boolean;
  readonly boundTo: string | null;
}

const byFirstFactor: SignedInBy = { hasSecondFactor: false, boundTo: null };

@Injectable()
export class AccountsService {
  constructor(
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly passwords: Passwords,
    private readonly addresses: Addresses,
  ) {}

  /** A user and their organization come into being together or not at all. */
  async signUp(input: {
    name: string;
    email: string;
    password: string;
    organizationName: string;
  }): Promise<SessionView> {
    const passwordHash = await this.passwords.hash(input.password);
    const userId = await this.#found(input.organizationName, async () => {
      const user = await this.db.row<{ id: string }>(
        `insert into users (name, email, password_hash) values ($1, $2, $3) on conflict (email_key) do nothing returning id`,
        [input.name, input.email, passwordHash],
      );
      if (user) return user.id;
      throw new DomainError('conflict', 'user.exists', 'There is already a user with this address. Sign in instead.', {
        errors: [{ path: ['email'], message: 'There is already a user with this address. Sign in instead.' }],
      });
    });
    this.addresses.mailConfirmation(userId);
    return this.session(userId);
  }

  async createOrganization(userId: string, name: string): Promise<OrganizationOfUser> {
    let organizationId = '';
    await this.#found(name, async (id) => {
      organizationId = id;
      return userId;
    });
    return { id: organizationId, name, role: 'owner' };
  }

  /** Takes as long for an unknown address as for a wrong password. */
  async verifyPassword(input: { email: string; password: string }): Promise<SignInResult> {
    const [user]: { id: string; passwordHash: string | null }[] = await this.source.query(
      `select id, password_hash as "passwordHash" from users where email_key = $1`,
      [addressKey(input.email)],
    );
    if (!(await this.passwords.verify(user?.passwordHash, input.password)) || !user) {
      throw new DomainError('unauthenticated', 'sign-in.wrong', 'The address or the password is not right.');
    }
    return this.afterFirstFactor(user.id);
  }

  /** Throws unless this is the password of the user, who is signed in already. */
  async reverifyPassword(userId: string, password: string): Promise<void> {
    const [user]: { passwordHash: string | null }[] = await this.source.query(
      'select password_hash as "passwordHash" from users where id = $1',
      [userId],
    );
    if (await this.passwords.verify(user?.passwordHash, password)) return;
    const message = 'This is not your password.';
    throw invalid('password.wrong', message, [{ path: ['password'], message }]);
  }

  /** A session, or the question for the second factor of whoever has one. */
  async afterFirstFactor(userId: string, boundTo: string | null = null): Promise<SignInResult> {
    const [{ methods } = { methods: [] }]: { methods: ('totp' | 'passkey')[] }[] = await this.source.query(
      secondFactorsOf,
      [userId],
    );
    if (methods.length > 0) return { kind: 'second-factor', userId, methods };
    return { kind: 'signed-in', session: await this.session(userId, { hasSecondFactor: false, boundTo }) };
  }

  async rename(userId: string, name: string): Promise<SessionView> {
    await this.source.query('update users set name = $2, updated_at = now() where id = $1', [userId, name]);
    return this.session(userId);
  }

  async session(userId: string, by: SignedInBy = byFirstFactor): Promise<SessionView> {
    const [user]: SessionView['user'][] = await this.source.query(
      'select id, name, email, email_verified_at is not null as "isVerified" from users where id = $1',
      [userId],
    );
    if (!user) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
    const rows: OrganizationRow[] = await this.source.query(organizationsOfUser, [userId]);
    const organizations = rows
      .filter(({ id }) => (by.boundTo ?? id) === id)
      .map((row) => ({ id: row.id, name: row.name, role: row.role, entry: entryOf(row, by) }));
    return { user, organizations, boundTo: by.boundTo };
  }

  /** Creates an organization and makes the user that `owner` returns its owner; resolves to their id. */
  async #found(name: string, owner: (organizationId: string) => Promise<string>): Promise<string> {
    const organizationId = randomUUID();
    return runInScope({ organizationId, actor: { kind: 'system', name: 'accounts' } }, () =>
      this.db.transaction(async () => {
        await this.db.rows('insert into organizations (id, name) values ($1, $2)', [organizationId, name]);
        const userId = await owner(organizationId);
        await this.db.rows(`insert into memberships (user_id, role) values ($1, 'owner')`, [userId]);
        return userId;
      }),
    );
  }
}
