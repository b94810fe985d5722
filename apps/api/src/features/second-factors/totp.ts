import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { DataSource, type EntityManager } from 'typeorm';
import { conflict } from '@engagex/domain/shared';
import { SecretBox } from '../../platform/secret-box.ts';
import { Clock } from '../../ports/clock.ts';

const secretBytes = 20;
const stepSeconds = 30;
/** Clocks may be one step apart in either direction (RFC 6238, section 5.2). */
const window = 1;

/** Codes of an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds, which is what the apps all know). */
@Injectable()
export class Totp {
  constructor(
    private readonly source: DataSource,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** A new secret, which replaces one that was never confirmed. */
  async begin(userId: string): Promise<{ secret: string; uri: string }> {
    const secret = new Secret({ size: secretBytes });
    const [user]: { email: string }[] = await this.source.query(
      `with kept as (
         insert into totp_secrets as t (user_id, secret_encrypted) values ($1, $2)
         on conflict (user_id) do update set secret_encrypted = excluded.secret_encrypted, last_step = 0
         where t.confirmed_at is null returning user_id
       ) select u.email from users u join kept on kept.user_id = u.id`,
      [userId, this.box.seal(secret.base32, purposeOf(userId))],
    );
    if (!user) throw conflict('totp.exists', 'An authenticator app is already set up. Remove it first.');
    return { secret: secret.base32, uri: new TOTP({ issuer: 'EngageX', label: user.email, secret }).toString() };
  }

  /** Whether the first code was right; from then on codes are asked for. */
  async confirm(manager: EntityManager, userId: string, code: string): Promise<boolean> {
    return this.#take(manager, userId, code, 'confirmed_at is null');
  }

  /** Whether the code is right and was not used before. */
  async verify(userId: string, code: string): Promise<boolean> {
    return this.#take(this.source.manager, userId, code, 'confirmed_at is not null');
  }

  async remove(manager: EntityManager, userId: string): Promise<boolean> {
    const removed: unknown[] = await manager.query(
      'with gone as (delete from totp_secrets where user_id = $1 returning user_id) select * from gone',
      [userId],
    );
    return removed.length > 0;
  }

  /** Of two requests with one code, one moves the last step on and the other finds it moved. */
  async #take(manager: EntityManager, userId: string, code: string, state: string): Promise<boolean> {
    if (!/^\d{6}$/.test(code)) return false;
    const [kept]: { secret: Buffer }[] = await manager.query(
      `select secret_encrypted as secret from totp_secrets where user_id = $1 and ${state}`,
      [userId],
    );
    if (!kept) return false;
    const secret = Secret.fromBase32(this.box.open(kept.secret, purposeOf(userId)));
    const now = this.clock.now().getTime();
    const delta = TOTP.validate({ token: code, secret, window, timestamp: now, period: stepSeconds });
    if (delta === null) return false;
    const step = Math.floor(now / 1000 / stepSeconds) + delta;
    const taken: unknown[] = await manager.query(
      `with taken as (
         update totp_secrets set last_step = $2, confirmed_at = coalesce(confirmed_at, now())
         where user_id = $1 and last_step < $2 and ${state} returning user_id
       ) select * from taken`,
      [userId, step],
    );
    return taken.length > 0;
  }
}

function purposeOf(userId: string): string {
  return `totp ${userId}`;
}
