import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { SessionView, SignInResult } from '@engagex/domain/accounts';
import { addressKey, DomainError, invalid } from '@engagex/domain/shared';
import { AccountAudit } from '../../platform/audit/account-audit.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { AccountMail } from './account-mail.ts';
import { AccountsService } from './accounts.service.ts';
import { Passwords } from './passwords.ts';
import { accountOfReader } from './sign-in.queries.ts';
import { hashOfToken, newToken } from './tokens.ts';

/** Keeps people from filling somebody else's inbox. */
const linksAnHour = 6;

interface Person {
  readonly name: string;
  readonly email: string;
}

/** New passwords: by a link that is mailed, or by anyone who knows the current one. */
@Injectable()
export class PasswordResets {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly mail: AccountMail,
    private readonly accounts: AccountsService,
    private readonly passwords: Passwords,
    private readonly audit: AccountAudit,
  ) {}

  /** Answers immediately and works afterwards, so that neither words nor timing reveal whether the user exists. */
  request(email: string): void {
    this.#mailLink(email).catch((err: unknown) => this.log.error({ err }, 'a password reset could not be mailed'));
  }

  /** Whoever reads the mail of an address has shown that it is theirs; a second factor is asked for anyway. */
  async reset(token: string, password: string): Promise<{ userId: string; result: SignInResult }> {
    const [holder]: Person[] = await this.source.query(
      'select u.name, u.email from password_resets r join users u on u.id = r.user_id where r.token_hash = $1',
      [hashOfToken(token)],
    );
    const passwordHash = await this.passwords.hash(password, [holder?.email ?? null, holder?.name ?? null]);
    const userId = await this.source.transaction(async (manager) => {
      const [used]: { userId: string }[] = await manager.query(
        `with mine as (
           update password_resets set used_at = now()
           where token_hash = $1 and used_at is null and expires_at > now() returning user_id
         ), others as (
           update password_resets r set used_at = now() from mine
           where r.user_id = mine.user_id and r.token_hash <> $1 and r.used_at is null
         ), changed as (
           update users u set password_hash = $2, updated_at = now(),
             email_verified_at = coalesce(u.email_verified_at, case when not exists (
               select from users o where o.email_key = u.email_key and o.email_verified_at is not null) then now() end)
           from mine where u.id = mine.user_id returning u.id
         ) select id as "userId" from changed`,
        [hashOfToken(token), passwordHash],
      );
      if (!used) throw unusableLink();
      await this.audit.record(manager, { userId: used.userId, action: 'password.reset' });
      return used.userId;
    });
    return { userId, result: await this.accounts.afterFirstFactor(userId) };
  }

  async change(userId: string, current: string, password: string): Promise<SessionView> {
    const [user]: (Person & { passwordHash: string | null })[] = await this.source.query(
      'select password_hash as "passwordHash", name, email from users where id = $1',
      [userId],
    );
    if (!(await this.passwords.verify(user?.passwordHash, current))) {
      const message = 'Wrong current password.';
      throw invalid('password.wrong', message, [{ path: ['current'], message }]);
    }
    const passwordHash = await this.passwords.hash(password, [user?.email ?? null, user?.name ?? null]);
    await this.source.transaction(async (manager) => {
      await manager.query('update users set password_hash = $2, updated_at = now() where id = $1', [
        userId,
        passwordHash,
      ]);
      await this.audit.record(manager, { userId, action: 'password.change' });
    });
    return this.accounts.session(userId);
  }

  /** At most one link a minute and a few an hour; earlier links work until they expire. */
  async #mailLink(email: string): Promise<void> {
    const { token, hash } = newToken();
    const [user]: { name: string; email: string }[] = await this.source.query(
      `with wanted as (
         select u.id, u.name, u.email from (${accountOfReader}) u where not exists (
           select from password_resets r where r.user_id = u.id and r.created_at > now() - interval '1 minute')
           and (select count(*) from password_resets r
             where r.user_id = u.id and r.created_at > now() - interval '1 hour') < ${linksAnHour}
       ), added as (
         insert into password_resets (token_hash, user_id, expires_at)
         select $2, id, now() + interval '1 hour' from wanted
       ) select name, email from wanted`,
      [addressKey(email), hash],
    );
    if (!user) return;
    const { kind, response } = await this.mail.send({
      to: { name: user.name, address: user.email },
      subject: 'Choose a new password',
      paragraphs: [
        `Hello ${user.name}, someone asked to reset the password of your EngageX account. If it was you, choose a new one now.`,
        'This link works once and expires in an hour. If it was not you, ignore this email. Your password has not changed.',
      ],
      button: { label: 'Choose a new password', url: this.mail.linkTo('/reset-password', token) },
    });
    if (kind !== 'accepted' && kind !== 'unknown') this.log.warn({ response }, 'a password reset was not taken');
  }
}

function unusableLink(): DomainError {
  return new DomainError(
    'not-found',
    'password.reset-unusable',
    'This link was used or has expired. Ask for a new one.',
  );
}
