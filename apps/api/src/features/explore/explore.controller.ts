import { Controller, Req } from '@nestjs/common';
import { exploreRoutes } from '@engagex/domain/explore';
import { DomainError, type ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input, type RouteRequest } from '../../platform/http/handles.ts';
import { whileWaited } from '../../platform/http/while-waited.ts';
import { Answers } from './answers/answers.ts';
import { Journey } from './journey.ts';
import { PeopleBehind } from './people-behind.ts';
import { SavePeople } from './save-people.ts';

@Controller()
export class ExploreController {
  constructor(
    private readonly answers: Answers,
    private readonly behind: PeopleBehind,
    private readonly save: SavePeople,
    private readonly journeys: Journey,
  ) {}

  @Handles(exploreRoutes.query, { transaction: false }) // whoever waits for a turn holds no connection
  query(@Input() { query }: ParsedInputOf<typeof exploreRoutes.query>, @Req() request: RouteRequest) {
    return whileWaited(request, (gone) => this.answers.answer(query, gone).catch(givenUp(gone)));
  }

  @Handles(exploreRoutes.people, { transaction: false })
  people(@Input() input: ParsedInputOf<typeof exploreRoutes.people>, @Req() request: RouteRequest) {
    return whileWaited(request, (gone) => this.behind.page(input, gone).catch(givenUp(gone)));
  }

  @Handles(exploreRoutes.savePeople)
  savePeople(@Input() input: ParsedInputOf<typeof exploreRoutes.savePeople>) {
    return this.save.asSegment(input);
  }

  @Handles(exploreRoutes.journey)
  journey(@Input() input: ParsedInputOf<typeof exploreRoutes.journey>) {
    return this.journeys.page(input);
  }
}

/** Whoever asked has left, which is no fault of the server. */
function givenUp(gone: AbortSignal) {
  return (error: unknown): never => {
    if (!gone.aborted) throw error;
    throw new DomainError('unavailable', 'explore.given-up', 'The question was given up: its page was closed.', {
      cause: error,
    });
  };
}
