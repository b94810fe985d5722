import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { PasskeyView, SecondFactorsView, SessionView } from '@engagex/domain/accounts';
import { DomainError, invalid, notFound } from '@engagex/domain/shared';
import { AccountAudit } from '../../platform/audit/account-audit.ts';
import { AccountsService, secondFactorsOf } from '../accounts/index.ts';
import { Passkeys } from './passkeys.ts';
import { RecoveryCodes } from './recovery-codes.ts';
import { SecondFactorNotifications } from './second-factor-notifications.ts';
import { Totp } from './totp.ts';

const withBoth = { hasSecondFactor: true, boundTo: null } as const;

/** What a person has besides the password, and the check of it. */
@Injectable()
export class SecondFactorsService {
  constructor(
    private readonly source: DataSource,
    private readonly accounts: AccountsService,
    private readonly totp: Totp,
    private readonly codes: RecoveryCodes,
    private readonly passkeys: Passkeys,
    private readonly notifications: SecondFactorNotifications,
    private readonly audit: AccountAudit,
  ) {}

  async get(userId: string): Promise<SecondFactorsView> {
    const [view]: Omit<SecondFactorsView, 'passkeys'>[] = await this.source.query(
      `select u.password_hash is not null as "hasPassword",
         exists (select from totp_secrets t where t.user_id = u.id and t.confirmed_at is not null) as totp,
         (select count(*)::int from recovery_codes c where c.user_id = u.id and c.used_at is null) as "recoveryCodesLeft"
       from users u where u.id = $1`,
      [userId],
    );
    if (!view) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
    const passkeys: PasskeyView[] = await this.source.query(
      `select id, name, created_at as "createdAt", last_used_at as "lastUsedAt" from passkeys where user_id = $1 order by id`,
      [userId],
    );
    return { ...view, passkeys };
  }

  /** A code of the app, or a recovery code, which is used up. */
  async verifyCode(userId: string, code: string): Promise<SessionView> {
    if (!(await this.totp.verify(userId, code))) {
      if (!(await this.codes.use(userId, code))) throw wrongCode();
      const { recoveryCodesLeft } = await this.get(userId);
      this.notifications.tell(userId, `A recovery code for your account was used; ${recoveryCodesLeft} left`);
    }
    return this.accounts.session(userId, withBoth);
  }

  async verifyPasskey(userId: string, answer: Parameters<Passkeys['verify']>[0]): Promise<SessionView> {
    await this.passkeys.verify(answer, userId);
    return this.accounts.session(userId, withBoth);
  }

  async signInWithPasskey(answer: Parameters<Passkeys['verify']>[0]): Promise<SessionView> {
    const userId = await this.passkeys.verify(answer, null);
    return this.accounts.session(userId, withBoth);
  }

  async confirmTotp(userId: string, code: string): Promise<{ codes: string[] }> {
    const codes = await this.#change(userId, { action: 'totp.confirm' }, async (manager) => {
      if (!(await this.totp.confirm(manager, userId, code))) throw wrongCode();
      return this.#firstCodes(manager, userId);
    });
    this.notifications.tell(userId, 'An authenticator app was set up for your account');
    return { codes };
  }

  async removeTotp(userId: string): Promise<SecondFactorsView> {
    await this.#change(userId, { action: 'totp.remove' }, async (manager) => {
      if (!(await this.totp.remove(manager, userId))) throw notFound('authenticator app');
      await this.#dropUselessCodes(manager, userId);
    });
    this.notifications.tell(userId, 'The authenticator app was removed from your account');
    return this.get(userId);
  }

  async addPasskey(userId: string, passkey: Parameters<Passkeys['add']>[2]): Promise<{ codes: string[] }> {
    const { name } = passkey;
    const codes = await this.#change(userId, { action: 'passkeys.create', after: { name } }, async (manager) => {
      await this.passkeys.add(manager, userId, passkey);
      return this.#firstCodes(manager, userId);
    });
    this.notifications.tell(userId, `The passkey “${name}” was added to your account`);
    return { codes };
  }

  async removePasskey(userId: string, id: string): Promise<SecondFactorsView> {
    await this.source.transaction(async (manager) => {
      const name = await this.passkeys.remove(manager, userId, id);
      await this.#dropUselessCodes(manager, userId);
      await this.audit.record(manager, { userId, action: 'passkeys.delete', before: { name } });
    });
    this.notifications.tell(userId, 'A passkey was removed from your account');
    return this.get(userId);
  }

  async renewCodes(userId: string): Promise<{ codes: string[] }> {
    const { totp, passkeys } = await this.get(userId);
    if (!totp && passkeys.length === 0)
      throw invalid('recovery-codes.no-factor', 'Set up an authenticator app or a passkey first.', []);
    const codes = await this.#change(userId, { action: 'recovery-codes.renew' }, (manager) =>
      this.codes.renew(manager, userId),
    );
    this.notifications.tell(userId, 'New recovery codes were made for your account');
    return { codes };
  }

  /** A change and what the log says of it: both or neither. */
  #change<T>(
    userId: string,
    entry: { readonly action: string; readonly after?: Readonly<Record<string, string>> },
    work: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return this.source.transaction(async (manager) => {
      const result = await work(manager);
      await this.audit.record(manager, { userId, ...entry });
      return result;
    });
  }

  /** With the first factor come the codes for the day it is lost. */
  async #firstCodes(manager: EntityManager, userId: string): Promise<string[]> {
    const left: unknown[] = await manager.query(
      'select from recovery_codes where user_id = $1 and used_at is null limit 1',
      [userId],
    );
    return left.length > 0 ? [] : this.codes.renew(manager, userId);
  }

  /** Codes are for anyone who has a factor; without any they would be a second password. */
  async #dropUselessCodes(manager: EntityManager, userId: string): Promise<void> {
    const [{ methods } = { methods: [] }]: { methods: string[] }[] = await manager.query(secondFactorsOf, [userId]);
    if (methods.length === 0) await this.codes.remove(manager, userId);
  }
}

function wrongCode(): DomainError {
  const message = 'This code is wrong or was already used. Wait for the next one.';
  return invalid('code.wrong', message, [{ path: ['code'], message }]);
}
