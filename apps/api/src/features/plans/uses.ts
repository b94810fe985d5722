import { Injectable } from '@nestjs/common';
import {
  amountOf,
  type Limit,
  type Limited,
  limited,
  mostOf,
  type Period,
  type Plan,
  type UseOfLimit,
} from '@engagex/domain/plans';
import { TenantDb } from '@engagex/tenancy';
import { emailsOfPeriod, eventsOfPeriod } from './plans.queries.ts';
import { countHeld } from './rooms.queries.ts';

export interface Used {
  readonly used: number;
  readonly reserved: number;
}

interface UsedRow {
  readonly used: string;
  readonly reserved: string;
}

/** How much the scope's organization uses of what plans limit. */
@Injectable()
export class Uses {
  constructor(private readonly db: TenantDb) {}

  /** Of everything, in the order of `limited`. */
  async all({ limits }: Plan, period: Period): Promise<UseOfLimit[]> {
    const uses: UseOfLimit[] = [];
    for (const of of limited) uses.push(useOf(of, limits[of], await this.of(of, period)));
    return uses;
  }

  async of(of: Limited, { from, until }: Period): Promise<Used> {
    const row =
      of === 'emails' || of === 'events'
        ? await this.db.row<UsedRow>(of === 'emails' ? emailsOfPeriod : eventsOfPeriod, [from, until])
        : await this.db.row<UsedRow>(countHeld[of]);
    return { used: Number(row?.used), reserved: Number(row?.reserved) };
  }
}

function useOf(of: Limited, limit: Limit | undefined, used: Used): UseOfLimit {
  return { of, kind: limit?.kind ?? null, amount: amountOf(limit), most: mostOf(limit), ...used };
}
