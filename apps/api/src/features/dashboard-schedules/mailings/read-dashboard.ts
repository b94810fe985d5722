import { Injectable } from '@nestjs/common';
import { type ExploreAnswer, exploreAnswer, type ExploreQuery, formatsIn } from '@engagex/domain/explore';
import type { DrawnDashboard } from '@engagex/domain/reports';
import { DomainError } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../../ports/clock.ts';
import { Explore } from '../../explore/index.ts';
import { DashboardsService } from '../../reports/index.ts';
import { type Asked, type Content, contentOf } from './content.ts';

interface Read {
  /** As mail says it. */
  readonly content: Content;
  readonly drawn: DrawnDashboard;
}

interface Organization {
  readonly name: string;
  readonly timeZone: string;
}

const formats = formatsIn('en-GB');

/** Answers what the cards of a dashboard ask, each in a transaction of its own. */
@Injectable()
export class ReadDashboard {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly dashboards: DashboardsService,
    private readonly explore: Explore,
  ) {}

  /** Null when it was deleted. */
  async read(dashboardId: string): Promise<Read | null> {
    const [dashboard, organization] = await this.db.transaction(async () => [
      await this.dashboards.contents(dashboardId),
      await this.db.row<Organization>(
        'select name, time_zone as "timeZone" from organizations where id = current_organization()',
      ),
    ]);
    if (!dashboard || !organization) return null;
    const asked: Asked[] = [];
    for (const question of dashboard.asked) asked.push({ ...question, ...(await this.#answer(question.query)) });
    return {
      content: contentOf(dashboard, asked, formats),
      drawn: {
        dashboard,
        answers: asked.flatMap(({ query, answer }) => (answer ? [{ query, answer }] : [])),
        organization: organization.name,
        timeZone: organization.timeZone,
        asOf: this.clock.now().toISOString(),
      },
    };
  }

  /** A card that cannot be answered says so, as it does on the page; the others are mailed all the same. */
  async #answer(query: ExploreQuery): Promise<{ answer: ExploreAnswer | null; problem: string | null }> {
    try {
      const answer = await this.db.transaction(() => this.explore.answer(query));
      return { answer: exploreAnswer.parse(answer), problem: null };
    } catch (error) {
      if (error instanceof DomainError) return { answer: null, problem: error.message };
      throw error;
    }
  }
}
