import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { OrganizationOfUser, SessionView, profileInput, signUpInput } from '@engagex/domain/accounts';
import { addressKey, DomainError } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { organizationOf, type OrganizationRow, organizationsOfUser } from './organizations-of-user.ts';
import { Passwords } from './passwords.ts';

interface UserRow {
  id: string;
  name: string;
  email: string;
  passwordHash: string;
}

@Injectable()
export class AccountsService {
  constructor(
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly passwords: Passwords,
  ) {}

  /** A user and their organization come into being together or not at all. */
  async signUp(input: z.output<typeof signUpInput>): Promise<SessionView> {
    const passwordHash = await this.passwords.hash(input.password);
    const userId = await this.#found(input.organizationName, input.timeZone, async () => {
      const user = await this.db.row<{ id: string }>(
        `insert into users (name, email, password_hash) values ($1, $2, $3) on conflict (email_key) do nothing returning id`,
        [input.name, input.email, passwordHash],
      );
      if (user) return user.id;
      throw new DomainError('conflict', 'user.exists', 'There is already a user with this address. Sign in instead.', {
        errors: [{ path: ['email'], message: 'There is already a user with this address. Sign in instead.' }],
      });
    });
    return this.session(userId);
  }

  async createOrganization(userId: string, name: string, timeZone?: string): Promise<OrganizationOfUser> {
    let organizationId = '';
    await this.#found(name, timeZone, async (id) => {
      organizationId = id;
      return userId;
    });
    const created = (await this.#organizationsOf(userId)).find(({ id }) => id === organizationId);
    if (!created) throw new Error('Whoever founds an organization is its member.');
    return created;
  }

  /** Takes as long for an unknown address as for a wrong password. */
  async verifyPassword(input: { email: string; password: string }): Promise<SessionView> {
    const [user]: UserRow[] = await this.source.query(
      `select id, name, email, password_hash as "passwordHash" from users where email_key = $1`,
      [addressKey(input.email)],
    );
    if (!(await this.passwords.verify(user?.passwordHash, input.password)) || !user) {
      throw new DomainError('unauthenticated', 'sign-in.wrong', 'The address or the password is not right.');
    }
    return this.session(user.id);
  }

  /** What is undefined stays; null is forgotten. */
  async updateProfile(
    userId: string,
    { name, timeZone, language }: z.output<typeof profileInput>,
  ): Promise<SessionView> {
    await this.source.query(
      `update users set name = coalesce($2, name), time_zone = case when $3::boolean then $4 else time_zone end,
         language = case when $5::boolean then $6 else language end, updated_at = now()
       where id = $1`,
      [userId, name ?? null, timeZone !== undefined, timeZone ?? null, language !== undefined, language ?? null],
    );
    return this.session(userId);
  }

  async session(userId: string): Promise<SessionView> {
    const [user]: SessionView['user'][] = await this.source.query(
      'select id, name, email, time_zone as "timeZone", language from users where id = $1',
      [userId],
    );
    if (!user) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
    return { user, organizations: await this.#organizationsOf(userId) };
  }

  async #organizationsOf(userId: string): Promise<OrganizationOfUser[]> {
    const rows: OrganizationRow[] = await this.source.query(organizationsOfUser, [userId]);
    return rows.map(organizationOf);
  }

  /**
   * Creates an organization and makes the user that `owner` returns its owner; resolves to their id. A time zone that
   * is too new for the database becomes UTC.
   */
  async #found(
    name: string,
    timeZone: string | undefined,
    owner: (organizationId: string) => Promise<string>,
  ): Promise<string> {
    const organizationId = randomUUID();
    return runInScope({ organizationId, actor: { kind: 'system', name: 'accounts' } }, () =>
      this.db.transaction(async () => {
        await this.db.rows(
          `insert into organizations (id, name, time_zone)
           values ($1, $2, coalesce((select name from pg_timezone_names where name = $3), 'UTC'))`,
          [organizationId, name, timeZone ?? null],
        );
        const userId = await owner(organizationId);
        await this.db.rows(`insert into memberships (user_id, role) values ($1, 'owner')`, [userId]);
        return userId;
      }),
    );
  }
}
