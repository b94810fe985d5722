import { Injectable } from '@nestjs/common';
import { deliverabilityRoutes, type SuggestionForDomain, suggestPace } from '@engagex/domain/deliverability';
import type { AnswerOf } from '@engagex/domain/shared';
import type { DomainLimitView } from '@engagex/domain/transports';
import { rowsOf, TenantDb } from '@engagex/tenancy';
import { DomainLimitsService } from '../transports/index.ts';
import {
  cells,
  type CountsOfCell,
  type CountsOfDay,
  days,
  type IncidentRow,
  paceOfDomains,
  openIncidents,
  type PaceRow,
} from './deliverability.queries.ts';

type Answer = AnswerOf<typeof deliverabilityRoutes.get>;

const daysInWeek = 7;

/** How mailbox providers take mail, read from counts alone: the ledger itself is never scanned. */
@Injectable()
export class DeliverabilityService {
  constructor(
    private readonly db: TenantDb,
    private readonly limits: DomainLimitsService,
  ) {}

  async get(period: number, domain: string | null): Promise<Answer> {
    const [ofCells, ofDays, paces, incidents] = await this.db.answersTo([
      rowsOf<CountsOfCell>(cells, [period]),
      rowsOf<CountsOfDay>(days, [period, domain]),
      rowsOf<PaceRow>(paceOfDomains, [daysInWeek]),
      rowsOf<IncidentRow>(openIncidents, []),
    ]);
    const { items } = await this.limits.list();
    return {
      from: ofDays[0]?.day ?? '',
      to: ofDays.at(-1)?.day ?? '',
      cells: ofCells,
      days: ofDays,
      incidents,
      suggestions: paces.flatMap((pace) => suggestionFor(pace, items) ?? []),
    };
  }
}

function suggestionFor(
  { domain, busiestDay, ageInDays, ...lastWeek }: PaceRow,
  limits: readonly DomainLimitView[],
): SuggestionForDomain | null {
  const limit = limits.find((each) => each.domain === domain);
  const suggestion = suggestPace({
    lastWeek,
    busiestDay,
    ageInDays,
    capToday: limit?.capToday ?? null,
    isWarmingUp: Boolean(limit?.warmUp && limit.capToday !== limit.perDay),
  });
  return suggestion && { domain, ...suggestion };
}
