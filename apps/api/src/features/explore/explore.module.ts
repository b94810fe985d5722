import { Module } from '@nestjs/common';
import { EventAnalysis } from '../../ports/event-analysis.ts';
import { ContactsModule } from '../contacts/index.ts';
import { EventCountsModule } from '../event-counts/index.ts';
import { SegmentsModule } from '../segments/index.ts';
import { Answers } from './answers/answers.ts';
import { CountedMark } from './answers/counted-mark.ts';
import { QuestionTurns } from './answers/question-turns.ts';
import { ExploreController } from './explore.controller.ts';
import { Explore } from './explore.service.ts';
import { Journey } from './journey.ts';
import { PeopleBehind } from './people-behind.ts';
import { PostgresEventAnalysis } from './postgres/postgres-event-analysis.ts';
import { ResolvePeriod } from './resolve-period.ts';
import { SavePeople } from './save-people.ts';
import { SeriesAnswers } from './series-answers.ts';

@Module({
  imports: [ContactsModule, EventCountsModule, SegmentsModule],
  controllers: [ExploreController],
  providers: [
    { provide: EventAnalysis, useClass: PostgresEventAnalysis },
    Answers,
    CountedMark,
    Explore,
    Journey,
    PeopleBehind,
    QuestionTurns,
    ResolvePeriod,
    SavePeople,
    SeriesAnswers,
  ],
  exports: [Explore],
})
export class ExploreModule {}
