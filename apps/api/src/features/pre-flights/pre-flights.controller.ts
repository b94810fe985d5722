import { Controller } from '@nestjs/common';
import { preFlightsRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { PreFlightsService } from './pre-flights.service.ts';

@Controller()
export class PreFlightsController {
  constructor(private readonly preFlights: PreFlightsService) {}

  @Handles(preFlightsRoutes.latest)
  async latest(@Input() { id }: ParsedInputOf<typeof preFlightsRoutes.latest>) {
    return { preFlight: await this.preFlights.latest(id) };
  }

  @Handles(preFlightsRoutes.start)
  start(@Input() { id }: ParsedInputOf<typeof preFlightsRoutes.start>) {
    return this.preFlights.start(id);
  }

  @Handles(preFlightsRoutes.cancel)
  cancel(@Input() { id }: ParsedInputOf<typeof preFlightsRoutes.cancel>) {
    return this.preFlights.cancel(id);
  }

  @Handles(preFlightsRoutes.people)
  people(@Input() input: ParsedInputOf<typeof preFlightsRoutes.people>) {
    return this.preFlights.people(input);
  }
}
