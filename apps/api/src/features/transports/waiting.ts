import { Injectable } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';

/** What waits for a limit or a transport: each feature says at the start how its own is checked again. */
@Injectable()
export class Waiting {
  readonly #statements: string[] = [];

  constructor(private readonly db: TenantDb) {}

  /** @param statement lets what waits in the transaction's organization check again. */
  rechecksBy(statement: string): void {
    this.#statements.push(statement);
  }

  /** A limit or transport has changed, in the open transaction: whatever waits tries with what holds now. */
  async recheck(): Promise<void> {
    for (const statement of this.#statements) await this.db.rows(statement);
  }
}
