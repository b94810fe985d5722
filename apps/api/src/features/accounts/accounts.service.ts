import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { Role, SessionView } from '@engagex/domain/accounts';
import { addressKey, DomainError } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { AccountAudit } from '../../platform/audit/account-audit.ts';
import { AuditTrail } from '../../platform/audit/audit-trail.ts';
import { Passwords } from './passwords.ts';

interface UserRow {
  id: string;
  name: string;
  email: string;
  passwordHash: string;
}

interface OrganizationOfUser {
  id: string;
  name: string;
  role: Role;
}

@Injectable()
export class AccountsService {
  constructor(
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly passwords: Passwords,
    private readonly trail: AuditTrail,
    private readonly accountAudit: AccountAudit,
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

  async rename(userId: string, name: string): Promise<SessionView> {
    await this.source.transaction(async (manager) => {
      const [[renamed]]: [{ before: string }[], number] = await manager.query(
        'update users set name = $2, updated_at = now() where id = $1 returning old.name as before',
        [userId, name],
      );
      if (!renamed || renamed.before === name) return;
      const change = { before: { name: renamed.before }, after: { name } };
      await this.accountAudit.record(manager, { userId, action: 'profile.update', ...change });
    });
    return this.session(userId);
  }

  async session(userId: string): Promise<SessionView> {
    const [user]: Pick<UserRow, 'id' | 'name' | 'email'>[] = await this.source.query(
      'select id, name, email from users where id = $1',
      [userId],
    );
    if (!user) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
    const organizations: OrganizationOfUser[] = await this.source.query('select * from organizations_of_user($1)', [
      userId,
    ]);
    return { user, organizations };
  }

  /** Creates an organization and makes the user that `owner` returns its owner; resolves to their id. */
  async #found(name: string, owner: (organizationId: string) => Promise<string>): Promise<string> {
    const organizationId = randomUUID();
    return runInScope({ organizationId, actor: { kind: 'system', name: 'accounts' } }, () =>
      this.db.transaction(async () => {
        await this.db.rows('insert into organizations (id, name) values ($1, $2)', [organizationId, name]);
        const userId = await owner(organizationId);
        await this.db.rows(`insert into memberships (user_id, role) values ($1, 'owner')`, [userId]);
        await this.trail.record(userId, {
          objectType: 'organization',
          objectId: organizationId,
          objectName: name,
          before: null,
          after: { name },
        });
        return userId;
      }),
    );
  }
}
