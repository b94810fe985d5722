import { Controller } from '@nestjs/common';
import { incidentsRoutes } from '@engagex/domain/incidents';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { IncidentsService } from './incidents.service.ts';

@Controller()
export class IncidentsController {
  constructor(private readonly incidents: IncidentsService) {}

  @Handles(incidentsRoutes.list)
  list(@Input() input: ParsedInputOf<typeof incidentsRoutes.list>) {
    return this.incidents.list(input);
  }

  @Handles(incidentsRoutes.close)
  close(@Input() { id }: ParsedInputOf<typeof incidentsRoutes.close>) {
    return this.incidents.close(id);
  }
}
