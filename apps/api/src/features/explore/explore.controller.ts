import { Controller } from '@nestjs/common';
import { exploreRoutes } from '@engagex/domain/explore';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { Explore } from './explore.service.ts';
import { Journey } from './journey.ts';
import { PeopleBehind } from './people-behind.ts';
import { SavePeople } from './save-people.ts';

@Controller()
export class ExploreController {
  constructor(
    private readonly explore: Explore,
    private readonly behind: PeopleBehind,
    private readonly save: SavePeople,
    private readonly journeys: Journey,
  ) {}

  @Handles(exploreRoutes.query)
  query(@Input() { query }: ParsedInputOf<typeof exploreRoutes.query>) {
    return this.explore.answer(query);
  }

  @Handles(exploreRoutes.people)
  people(@Input() input: ParsedInputOf<typeof exploreRoutes.people>) {
    return this.behind.page(input);
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
