import { Module } from '@nestjs/common';
import { AttributionsModule } from '../attributions/index.ts';
import { EventCountsModule } from '../event-counts/index.ts';
import { EventsModule } from '../events/index.ts';
import { ExploreModule } from '../explore/index.ts';
import { PeopleModule } from '../people/index.ts';
import { ReportsModule } from '../reports/index.ts';
import { CheckReplay } from './check-replay.ts';
import { ReplayAttribution } from './replay-attribution.ts';
import { ReplayPrivacy } from './replay-privacy.ts';
import { RuleReplaysController } from './rule-replays.controller.ts';
import { RuleReplays } from './rule-replays.service.ts';
import { RuleReplaysWorker } from './rule-replays.worker.ts';
import { RunReplays } from './run-replays.ts';

@Module({
  imports: [AttributionsModule, EventCountsModule, EventsModule, ExploreModule, PeopleModule, ReportsModule],
  controllers: [RuleReplaysController],
  providers: [CheckReplay, ReplayAttribution, ReplayPrivacy, RuleReplays, RuleReplaysWorker, RunReplays],
})
export class RuleReplaysModule {}
