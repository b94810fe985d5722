import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { LOGGER } from '../../platform/tokens.ts';
import { AccountMail } from '../accounts/index.ts';

/** Tells people by mail what changed about how they sign in: if it was not them, they learn it here first. */
@Injectable()
export class SecondFactorNotifications {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly source: DataSource,
    private readonly mail: AccountMail,
  ) {}

  /** Sends without making anybody wait. */
  tell(userId: string, what: string): void {
    this.#tell(userId, what).catch((err: unknown) => this.log.warn({ err }, 'a notification could not be mailed'));
  }

  async #tell(userId: string, what: string): Promise<void> {
    const [user]: { name: string; email: string }[] = await this.source.query(
      'select name, email from users where id = $1',
      [userId],
    );
    if (!user) return;
    await this.mail.notification({ name: user.name, address: user.email }, what, [
      `Hello ${user.name}. ${what}.`,
      'If this was you, you can ignore this email. If not, choose a new password now. This signs you out everywhere.',
    ]);
  }
}
