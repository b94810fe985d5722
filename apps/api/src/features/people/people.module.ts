import { Module } from '@nestjs/common';
import { PlansModule } from '../plans/index.ts';
import { SegmentMembershipsModule } from '../segment-memberships/index.ts';
import { ContactEventsStage } from './contact-events-stage.ts';
import { PeopleController } from './people.controller.ts';
import { PeopleService } from './people.service.ts';
import { PeopleStage } from './people-stage.ts';
import { RewriteTraits } from './rewrite-traits.ts';
import { SeparatePeople } from './separate-people.ts';

@Module({
  imports: [PlansModule, SegmentMembershipsModule],
  controllers: [PeopleController],
  providers: [ContactEventsStage, PeopleService, PeopleStage, RewriteTraits, SeparatePeople],
  exports: [RewriteTraits],
})
export class PeopleModule {}
