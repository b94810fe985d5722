import { Module } from '@nestjs/common';
import { SegmentMembershipsModule } from '../segment-memberships/index.ts';
import { ContactEventsStage } from './contact-events-stage.ts';
import { PeopleController } from './people.controller.ts';
import { PeopleService } from './people.service.ts';
import { PeopleStage } from './people-stage.ts';
import { SeparatePeople } from './separate-people.ts';

@Module({
  imports: [SegmentMembershipsModule],
  controllers: [PeopleController],
  providers: [ContactEventsStage, PeopleService, PeopleStage, SeparatePeople],
})
export class PeopleModule {}
