import { Injectable } from '@nestjs/common';
import { createHash, randomInt } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';

const howMany = 10;
const length = 16;
/** Letters and digits that are not mistaken for each other; 16 of them are 80 bits. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** The way in without the phone: ten codes, each good once. */
@Injectable()
export class RecoveryCodes {
  constructor(private readonly source: DataSource) {}

  /** New ones, which end the old. They are shown now and never again. */
  async renew(manager: EntityManager, userId: string): Promise<string[]> {
    const codes = Array.from({ length: howMany }, newCode);
    await this.remove(manager, userId);
    await manager.query('insert into recovery_codes (user_id, code_hash) select $1, unnest($2::bytea[])', [
      userId,
      codes.map(hashOf),
    ]);
    return codes.map(inGroups);
  }

  /** Whether it was one of them, not used yet; now it is. */
  async use(userId: string, code: string): Promise<boolean> {
    const used: unknown[] = await this.source.query(
      `with used as (
         update recovery_codes set used_at = now() where user_id = $1 and code_hash = $2 and used_at is null returning user_id
       ) select * from used`,
      [userId, hashOf(code)],
    );
    return used.length > 0;
  }

  async remove(manager: EntityManager, userId: string): Promise<void> {
    await manager.query('delete from recovery_codes where user_id = $1', [userId]);
  }
}

function newCode(): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function inGroups(code: string): string {
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** With 80 random bits a plain hash is enough. */
function hashOf(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
