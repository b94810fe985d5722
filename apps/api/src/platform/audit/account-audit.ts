import { Injectable } from '@nestjs/common';
import { told } from './describe-change.ts';
import { currentRequest } from './request-context.ts';

/** What runs statements in the transaction that makes the change. */
interface Transaction {
  query(sql: string, parameters: unknown[]): Promise<unknown>;
}

/** A change of a person to their own account, which belongs to no single organization. */
export interface AccountChange {
  readonly userId: string;
  /** `<noun>.<verb>`, such as `password.change`; the noun is what the log can be filtered by. */
  readonly action: string;
  /** Without secrets: never a password, a code or a key. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** Tells every organization a person is a member of that they changed something about how they sign in or appear. */
@Injectable()
export class AccountAudit {
  /**
   * Writes the entries in the transaction that makes the change: both commit, or neither. Call it last:
   * until the commit, nobody else in these organizations can commit a change.
   */
  async record(transaction: Transaction, { userId, action, before, after }: AccountChange): Promise<void> {
    const { requestId, address } = currentRequest();
    const json = (side: AccountChange['before']) => (side ? JSON.stringify(told(side)) : null);
    await transaction.query('select append_account_entry($1, $2, $3, $4, $5, $6)', [
      userId,
      action,
      json(before),
      json(after),
      requestId,
      address,
    ]);
  }
}
