import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Logger } from 'pino';
import { TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { failedEventLimits } from '@engagex/domain/event-stages';
import { ApplyStage } from './apply-stage.ts';
import { EventStage } from './event-stage.ts';
import { beginStages, forgetDiscarded } from './event-stages.queries.ts';
import { HandOn } from './hand-on.ts';

const forgottenAtOnce = 1_000;

/** All stages, and the way of events through them. */
@Injectable()
export class EventStages {
  #stages: readonly EventStage[] | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly discovery: DiscoveryService,
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly handOn: HandOn,
    private readonly apply: ApplyStage,
  ) {}

  /** A stage comes after the one that it waits for. Throws when that does not exist, or when they wait for each other. */
  all(): readonly EventStage[] {
    this.#stages ??= inOrder(
      this.discovery
        .getProviders()
        .map(({ instance }: { instance: unknown }) => instance)
        .filter((instance) => instance instanceof EventStage),
    );
    return this.#stages;
  }

  /** Applies what waits in the scope's organization, until nothing does or the process is to end. */
  async run(ending: AbortSignal): Promise<void> {
    const stages = this.all();
    const roots = stages.filter(({ after }) => after === null).map(({ name }) => name);
    const most = this.config.EVENT_BATCH_SIZE;
    await this.db.transaction(() => this.db.rows(beginStages, [stages.map(({ name }) => name)]));
    for (let isMore = true; isMore && !ending.aborted;) {
      isMore = await this.handOn.next(roots, most);
      for (const stage of stages) if (!ending.aborted && (await this.#apply(stage, most))) isMore = true;
    }
    await this.#forget();
  }

  /** One stage that fails does not keep the others. */
  async #apply(stage: EventStage, most: number): Promise<boolean> {
    const followers = this.all().filter(({ after }) => after === stage.name);
    try {
      const names = followers.map(({ name }) => name);
      const [isMore, isAgain] = [await this.apply.next(stage, names, most), await this.apply.again(stage, most)];
      return isMore || isAgain;
    } catch (err) {
      this.log.error({ err, stage: stage.name }, 'a stage could not apply events; it is tried again');
      return false;
    }
  }

  async #forget(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - failedEventLimits.keptDays * 86_400_000);
    const forgetSome = () => this.db.transaction(() => this.db.affected(forgetDiscarded, [before, forgottenAtOnce]));
    while ((await forgetSome()) === forgottenAtOnce);
  }
}

function inOrder(stages: readonly EventStage[]): readonly EventStage[] {
  const ordered: EventStage[] = [];
  const left = new Set(stages.toSorted((one, other) => (one.name < other.name ? -1 : 1)));
  while (left.size > 0) {
    const next = [...left].find(({ after }) => after === null || ordered.some(({ name }) => name === after));
    if (!next) throw new Error(`These stages wait for each other: ${[...left].map(({ name }) => name).join(', ')}.`);
    left.delete(next);
    ordered.push(next);
  }
  return ordered;
}
