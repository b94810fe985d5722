import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type {
  OrganizationOfUser,
  profileInput,
  SessionView,
  SignInResult,
  signUpInput,
} from '@engagex/domain/accounts';
import { addressKey, DomainError, invalid } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import { AccountAudit } from '../../platform/audit/account-audit.ts';
import { AuditTrail } from '../../platform/audit/audit-trail.ts';
import type { Config } from '../../config.ts';
import { OperatorDoor } from '../../platform/http/operator-door.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Addresses } from './addresses.ts';
import { addMember, addUser } from './joining.queries.ts';
import {
  byFirstFactor,
  organizationOf,
  type OrganizationRow,
  organizationsOfUser,
  type SignedInBy,
} from './organizations-of-user.ts';
import { Passwords } from './passwords.ts';
import { accountsAt, secondFactorsOf } from './sign-in.queries.ts';

type Profile = Readonly<Record<string, string | null>>;

@Injectable()
export class AccountsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly source: DataSource,
    private readonly db: TenantDb,
    private readonly passwords: Passwords,
    private readonly addresses: Addresses,
    private readonly trail: AuditTrail,
    private readonly accountAudit: AccountAudit,
    private readonly operators: OperatorDoor,
  ) {}

  /**
   * A user and their organization come into being together or not at all. An address that somebody has confirmed is
   * only claimed: the answer is the same, and the mail says that there is an account already.
   */
  async signUp(input: z.output<typeof signUpInput>): Promise<SessionView> {
    const passwordHash = await this.passwords.hash(input.password, [input.email, input.name, input.organizationName]);
    const userId = await this.#found(input.organizationName, input.timeZone, async () => {
      const user = await this.db.row<{ id: string }>(addUser, [input.name, input.email, passwordHash, false]);
      if (!user) throw new Error('An insert returns its row.');
      return user.id;
    });
    this.addresses.mailConfirmation(userId);
    return this.session(userId);
  }

  async createOrganization(userId: string, name: string, timeZone?: string): Promise<OrganizationOfUser> {
    let organizationId = '';
    await this.#found(name, timeZone, async (id) => {
      organizationId = id;
      return userId;
    });
    const created = (await this.#organizationsOf(userId, byFirstFactor)).find(({ id }) => id === organizationId);
    if (!created) throw new Error('The founder of an organization is its member.');
    return created;
  }

  /**
   * Of the account that confirmed the address, or of the newest that claims it. Both are always tried, so that it takes
   * as long for an unknown address as for a wrong password.
   */
  async verifyPassword({ email, password }: { email: string; password: string }): Promise<SignInResult> {
    const users: { id: string; passwordHash: string }[] = await this.source.query(accountsAt, [addressKey(email)]);
    const [owner, claimant] = [users[0], users[1]];
    const isOwner = await this.passwords.verify(owner?.passwordHash, password);
    const isClaimant = !isOwner && (await this.passwords.verify(claimant?.passwordHash, password));
    const user = isOwner ? owner : isClaimant ? claimant : undefined;
    if (!user) throw new DomainError('unauthenticated', 'sign-in.wrong', 'Wrong email address or password.');
    return this.afterFirstFactor(user.id);
  }

  /** Throws unless this is the password of the signed-in user. */
  async reverifyPassword(userId: string, password: string): Promise<void> {
    const [user]: { passwordHash: string | null }[] = await this.source.query(
      'select password_hash as "passwordHash" from users where id = $1',
      [userId],
    );
    if (await this.passwords.verify(user?.passwordHash, password)) return;
    const message = 'Wrong password.';
    throw invalid('password.wrong', message, [{ path: ['password'], message }]);
  }

  /** A session, or the question for the second factor of anyone who has one. */
  async afterFirstFactor(userId: string, boundTo: string | null = null): Promise<SignInResult> {
    const [found]: { methods: ('totp' | 'passkey')[]; ownsAddress: boolean }[] = await this.source.query(
      secondFactorsOf,
      [userId],
    );
    if (!found) throw new Error('This query always answers one row.');
    const { methods, ownsAddress } = found;
    if (methods.length > 0) return { kind: 'second-factor', userId, methods, ownsAddress };
    const session = await this.session(userId, { hasSecondFactor: false, boundTo });
    return { kind: 'signed-in', session, ownsAddress };
  }

  /** What is undefined stays; null is forgotten. */
  async updateProfile(
    userId: string,
    { name, timeZone, language }: z.output<typeof profileInput>,
  ): Promise<SessionView> {
    await this.source.transaction(async (manager) => {
      const [[changed]]: [{ before: Profile; after: Profile }[], number] = await manager.query(
        `update users set name = coalesce($2, name), time_zone = case when $3::boolean then $4 else time_zone end,
           language = case when $5::boolean then $6 else language end, updated_at = now()
         where id = $1 returning
           jsonb_build_object('name', old.name, 'timeZone', old.time_zone, 'language', old.language) as before,
           jsonb_build_object('name', new.name, 'timeZone', new.time_zone, 'language', new.language) as after`,
        [userId, name ?? null, timeZone !== undefined, timeZone ?? null, language !== undefined, language ?? null],
      );
      if (!changed || isDeepStrictEqual(changed.before, changed.after)) return;
      await this.accountAudit.record(manager, { userId, action: 'profile.update', ...changed });
    });
    return this.session(userId);
  }

  async session(userId: string, by: SignedInBy = byFirstFactor): Promise<SessionView> {
    const [user]: SessionView['user'][] = await this.source.query(
      `select id, name, email, email_verified_at is not null as "isVerified", time_zone as "timeZone", language
       from users where id = $1`,
      [userId],
    );
    if (!user) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
    const organizations = await this.#organizationsOf(userId, by);
    const { boundTo } = by;
    return {
      user,
      organizations: organizations.filter(({ id }) => (boundTo ?? id) === id),
      boundTo,
      operator: await this.operators.standingOf({ ...by, userId }),
    };
  }

  async #organizationsOf(userId: string, by: SignedInBy): Promise<OrganizationOfUser[]> {
    const rows: OrganizationRow[] = await this.source.query(organizationsOfUser, [userId]);
    return rows.map((row) => organizationOf(row, by, this.config.BILLING));
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
        await this.db.rows(addMember, [userId, 'owner']);
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
