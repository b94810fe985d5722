import { Injectable } from '@nestjs/common';
import { csvHead, csvLine, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { type Meter, meters, type UsageOfDay, type UsageOfHour, type usageRoutes } from '@engagex/domain/usage';
import { currentScope, runInScope, type Scope, TenantDb } from '@engagex/tenancy';
import { pageOf, readCursor } from '../../platform/http/paging.ts';
import { accountOf, entriesOfHour, entriesOfPeriod, usageByDay, usageByHour } from './usage.queries.ts';

const dayMs = 86_400_000;
const filePage = 10_000;
const firstId = '00000000-0000-0000-0000-000000000000';

interface Account {
  readonly since: Date;
  readonly frozenUntil: Date;
}

interface Entry {
  readonly hour: Date;
  readonly meter: Meter;
  readonly kind: string;
  readonly channel: string;
  readonly actId: string;
  readonly quantity: number;
}

/** What the organization used, down to each entry. Days and hours are those of UTC, as invoices count them. */
@Injectable()
export class UsageService {
  constructor(private readonly db: TenantDb) {}

  async days({ from, to }: ParsedInputOf<typeof usageRoutes.days>) {
    const account = await this.#account();
    const period = [new Date(from), dayAfter(to), meters, account.frozenUntil];
    return { ...account, days: await this.db.rowsByKey<UsageOfDay>(usageByDay, period) };
  }

  async hours({ day, meter }: ParsedInputOf<typeof usageRoutes.hours>) {
    const { frozenUntil } = await this.#account();
    return {
      hours: await this.db.rowsByKey<UsageOfHour>(usageByHour, [new Date(day), dayAfter(day), [meter], frozenUntil]),
    };
  }

  async entries({ meter, hour, kind, cursor, limit }: ParsedInputOf<typeof usageRoutes.entries>) {
    await this.#account();
    const rows = await this.db.rowsByKey<Entry & { about: string | null }>(entriesOfHour, [
      meter,
      hour,
      readCursor(cursor),
      limit + 1,
      kind ?? null,
    ]);
    return pageOf(rows, limit, ({ actId }) => actId);
  }

  /** Lines of CSV, a page at a time, each in its own short transaction. */
  async csv({ from, to, meter }: ParsedInputOf<typeof usageRoutes.file>): Promise<AsyncGenerator<string>> {
    await this.db.transaction(() => this.#account());
    return this.#lines(currentScope(), meter ? [meter] : meters, new Date(from), dayAfter(to));
  }

  async *#lines(scope: Scope, of: readonly Meter[], from: Date, until: Date): AsyncGenerator<string> {
    yield csvHead(['Hour', 'Meter', 'Kind', 'Channel', 'ID', 'Quantity']);
    for (const meter of of) {
      let place: readonly [Date, string] = [from, firstId];
      for (let isMore = true; isMore;) {
        const page = [meter, from, until, ...place, filePage];
        const read = () => this.db.transaction(() => this.db.rowsByKey<Entry>(entriesOfPeriod, page));
        const rows = await runInScope(scope, read);
        yield rows.map((row) => csvLine(cellsOf(row))).join('');
        const last = rows.at(-1);
        if (last) place = [last.hour, last.actId];
        isMore = rows.length === filePage;
      }
    }
  }

  async #account(): Promise<Account> {
    const [account] = await this.db.rowsByKey<Account>(accountOf, []);
    if (!account) throw notFound('usage');
    return account;
  }
}

function dayAfter(day: string): Date {
  return new Date(Date.parse(day) + dayMs);
}

function cellsOf({ hour, meter, kind, channel, actId, quantity }: Entry): string[] {
  return [hour.toISOString(), meter, kind, channel, actId, String(quantity)];
}
