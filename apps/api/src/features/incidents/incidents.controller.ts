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

  @Handles(incidentsRoutes.get)
  get(@Input() { id }: ParsedInputOf<typeof incidentsRoutes.get>) {
    return this.incidents.get(id);
  }

  @Handles(incidentsRoutes.acknowledge)
  acknowledge(@Input() { id, note }: ParsedInputOf<typeof incidentsRoutes.acknowledge>) {
    return this.incidents.acknowledge(id, note);
  }

  @Handles(incidentsRoutes.unacknowledge)
  unacknowledge(@Input() { id }: ParsedInputOf<typeof incidentsRoutes.unacknowledge>) {
    return this.incidents.unacknowledge(id);
  }

  @Handles(incidentsRoutes.close)
  close(@Input() { id, note }: ParsedInputOf<typeof incidentsRoutes.close>) {
    return this.incidents.close(id, note);
  }

  @Handles(incidentsRoutes.reopen)
  reopen(@Input() { id }: ParsedInputOf<typeof incidentsRoutes.reopen>) {
    return this.incidents.reopen(id);
  }
}
