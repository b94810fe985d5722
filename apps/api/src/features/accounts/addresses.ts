import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { addressKey, conflict, DomainError, invalid } from '@engagex/domain/shared';
import { AccountAudit } from '../../platform/audit/account-audit.ts';
import { LOGGER } from '../../platform/tokens.ts';
import { AccountMail } from './account-mail.ts';
import { hashOfToken, newToken } from './tokens.ts';

const linksAnHour = 10;

interface Person {
  readonly name: string;
  readonly email: string;
}

/** Confirms that an address belongs to its user, with a mailed link that works once, for a day. */
@Injectable()
export class Addresses {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly mail: AccountMail,
    private readonly audit: AccountAudit,
  ) {}

  /** Mails the link to a new user, without making anybody wait for it. */
  mailConfirmation(userId: string): void {
    this.resend(userId).catch((err: unknown) => this.log.warn({ err }, 'a confirmation could not be mailed'));
  }

  /** An address that another account has confirmed gets a mail without a link, so only the person who reads it finds out. */
  async resend(userId: string): Promise<void> {
    const { name, email } = await this.#person(userId);
    const token = await this.#newLink(userId, email);
    if (await this.#isTaken(userId, email)) return this.#tellOwner(email);
    await this.#send(token, { name, email }, [
      `Hello ${name}, please confirm your email address. Until you do, you can set everything up, but you cannot invite people or send campaigns.`,
    ]);
  }

  /** The new address takes effect once the link mailed there is opened; the old one is notified. */
  async change(userId: string, email: string): Promise<void> {
    const person = await this.#person(userId);
    if (addressKey(email) === addressKey(person.email)) throw refusedAddress('same', 'This is already your address.');
    const token = await this.#newLink(userId, email);
    // Only the person who reads the mail of an address finds out whether somebody else has it.
    await this.#send(token, { name: person.name, email }, [
      `Hello ${person.name}, you asked to use this address for EngageX instead of ${person.email}.`,
    ]);
    await this.mail.notification({ name: person.name, address: person.email }, 'Your address is being changed', [
      `Hello ${person.name}, someone asked to use ${email} for your EngageX account. The change takes effect when the link we sent there is opened.`,
      'If this was not you, choose a new password now. This signs you out everywhere.',
    ]);
  }

  async confirm(token: string): Promise<{ email: string }> {
    try {
      return await this.source.transaction(async (manager) => {
        const [confirmed]: { userId: string; email: string; before: string }[] = await manager.query(
          `with mine as (
             update address_confirmations set used_at = now()
             where token_hash = $1 and used_at is null and expires_at > now() returning user_id, email
           ), changed as (
             update users u set email = mine.email, email_verified_at = now(), updated_at = now()
             from mine where u.id = mine.user_id returning u.id, new.email, old.email as before
           ), stale as (
             -- Links to choose a new password went to the address that is given up.
             update password_resets r set used_at = now() from changed where r.user_id = changed.id and r.used_at is null
           ) select id as "userId", email, before from changed`,
          [hashOfToken(token)],
        );
        if (!confirmed) throw unusableLink();
        const { userId, email, before } = confirmed;
        const change = { ...(email === before ? {} : { before: { email: before } }), after: { email } };
        await this.audit.record(manager, { userId, action: 'address.confirm', ...change });
        return { email };
      });
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('users_email_key'))) throw error;
      throw conflict('address.taken', 'Another account uses this address. Sign in with it, or choose a different one.');
    }
  }

  /**
   * For one account one link a minute to an address and ten an hour to any; to one address ten an hour for whichever
   * accounts: nobody's inbox is filled. A new one replaces those before.
   */
  async #newLink(userId: string, email: string): Promise<string> {
    const { token, hash } = newToken();
    const added: unknown[] = await this.source.query(
      `with recent as (
         select from address_confirmations
         where (user_id = $1 or email_key = $4) and created_at > now() - interval '1 hour'
         having count(*) filter (where user_id = $1) >= ${linksAnHour}
           or count(*) filter (where email_key = $4) >= ${linksAnHour}
           or count(*) filter (where user_id = $1 and created_at > now() - interval '1 minute' and used_at is null
             and email = $2) > 0
       ), replaced as (
         update address_confirmations set used_at = now()
         where user_id = $1 and used_at is null and not exists (select from recent)
       ) insert into address_confirmations (token_hash, user_id, email, expires_at)
         select $3, $1, $2, now() + interval '1 day' where not exists (select from recent) returning user_id`,
      [userId, email, hash, email.toLowerCase()],
    );
    if (added.length === 0)
      throw new DomainError(
        'limit',
        'address.too-soon',
        'We sent links a moment ago. Check your inbox, or try again later.',
      );
    return token;
  }

  async #send(token: string, { name, email }: Person, paragraphs: readonly string[]): Promise<void> {
    const { kind, response } = await this.mail.send({
      to: { name, address: email },
      subject: 'Confirm your email address',
      paragraphs: [
        ...paragraphs,
        'This link works once and expires in 24 hours. If this was not you, ignore this email.',
      ],
      button: { label: 'Confirm address', url: this.mail.linkTo('/confirm-address', token) },
    });
    if (kind !== 'accepted' && kind !== 'unknown') this.log.warn({ response }, 'a confirmation was not taken');
  }

  async #isTaken(userId: string, email: string): Promise<boolean> {
    const others: unknown[] = await this.source.query(
      'select from users where email_key = $1 and email_verified_at is not null and id <> $2',
      [addressKey(email), userId],
    );
    return others.length > 0;
  }

  /** Without the name of the person who signed up: a stranger typed it. */
  async #tellOwner(email: string): Promise<void> {
    const { kind, response } = await this.mail.send({
      to: { name: '', address: email },
      subject: 'You already have an account',
      paragraphs: [
        'Someone signed up for EngageX with this address, but you already have an account. If it was you, sign in, or use “Forgot your password?” to set a new password.',
        'If it was not you, ignore this email. Your account has not changed, and nobody else can confirm this address.',
      ],
      button: { label: 'Sign in', url: this.mail.addressOf('/sign-in') },
    });
    if (kind !== 'accepted' && kind !== 'unknown') this.log.warn({ response }, 'a confirmation was not taken');
  }

  async #person(userId: string): Promise<Person> {
    const [person]: Person[] = await this.source.query('select name, email from users where id = $1', [userId]);
    if (!person) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
    return person;
  }
}

function unusableLink(): DomainError {
  return new DomainError(
    'not-found',
    'address.link-unusable',
    'This link was used or has expired. Ask for a new one in your settings.',
  );
}

function refusedAddress(code: string, message: string): DomainError {
  return invalid(`address.${code}`, message, [{ path: ['email'], message }]);
}
