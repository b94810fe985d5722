import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PasskeyView, SecondFactorsView, SessionView } from '@engagex/domain/accounts';
import { DomainError, invalid } from '@engagex/domain/shared';
import { AccountsService } from '../accounts/index.ts';
import { Passkeys } from './passkeys.ts';
import { RecoveryCodes } from './recovery-codes.ts';
import { SecondFactorNotices } from './second-factor-notices.ts';
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
    private readonly notices: SecondFactorNotices,
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
      this.notices.tell(userId, `A recovery code of your account was used; ${recoveryCodesLeft} are left`);
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
    if (!(await this.totp.confirm(userId, code))) throw wrongCode();
    this.notices.tell(userId, 'An authenticator app was set up for your account');
    return this.#firstCodes(userId);
  }

  async removeTotp(userId: string): Promise<SecondFactorsView> {
    if (await this.totp.remove(userId)) this.notices.tell(userId, 'The authenticator app of your account was removed');
    return this.#afterRemoval(userId);
  }

  async addPasskey(userId: string, passkey: Parameters<Passkeys['add']>[1]): Promise<{ codes: string[] }> {
    await this.passkeys.add(userId, passkey);
    this.notices.tell(userId, `The passkey “${passkey.name}” was added to your account`);
    return this.#firstCodes(userId);
  }

  async removePasskey(userId: string, id: string): Promise<SecondFactorsView> {
    await this.passkeys.remove(userId, id);
    this.notices.tell(userId, 'A passkey was removed from your account');
    return this.#afterRemoval(userId);
  }

  async renewCodes(userId: string): Promise<{ codes: string[] }> {
    const { totp, passkeys } = await this.get(userId);
    if (!totp && passkeys.length === 0)
      throw invalid('recovery-codes.no-factor', 'Set up an authenticator app or a passkey first.', []);
    return { codes: await this.codes.renew(userId) };
  }

  /** With the first factor come the codes for the day it is lost. */
  async #firstCodes(userId: string): Promise<{ codes: string[] }> {
    const { recoveryCodesLeft } = await this.get(userId);
    return { codes: recoveryCodesLeft > 0 ? [] : await this.codes.renew(userId) };
  }

  /** Codes are for whoever has a factor; without any they would be a second password. */
  async #afterRemoval(userId: string): Promise<SecondFactorsView> {
    const view = await this.get(userId);
    if (view.totp || view.passkeys.length > 0) return view;
    await this.codes.remove(userId);
    return { ...view, recoveryCodesLeft: 0 };
  }
}

function wrongCode(): DomainError {
  const message = 'This code is not right, or was used already. Wait for the next one.';
  return invalid('code.wrong', message, [{ path: ['code'], message }]);
}
