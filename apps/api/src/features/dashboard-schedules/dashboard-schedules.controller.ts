import { Controller } from '@nestjs/common';
import { dashboardSchedulesRoutes } from '@engagex/domain/dashboard-schedules';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { DashboardSchedulesService } from './dashboard-schedules.service.ts';
import { MailingsService } from './mailings/mailings.service.ts';

interface OfOne {
  readonly id: string;
}

@Controller()
export class DashboardSchedulesController {
  constructor(
    private readonly schedules: DashboardSchedulesService,
    private readonly mailings: MailingsService,
  ) {}

  @Handles(dashboardSchedulesRoutes.list)
  list(@Input() input: ParsedInputOf<typeof dashboardSchedulesRoutes.list>) {
    return this.schedules.list(input);
  }

  @Handles(dashboardSchedulesRoutes.candidates)
  candidates(@Input() { dashboardId }: ParsedInputOf<typeof dashboardSchedulesRoutes.candidates>) {
    return this.schedules.candidates(dashboardId);
  }

  @Handles(dashboardSchedulesRoutes.create)
  create(@Input() input: ParsedInputOf<typeof dashboardSchedulesRoutes.create>) {
    return this.schedules.create(input);
  }

  @Handles(dashboardSchedulesRoutes.update)
  update(@Input() input: ParsedInputOf<typeof dashboardSchedulesRoutes.update>) {
    return this.schedules.update(input);
  }

  @Handles(dashboardSchedulesRoutes.delete)
  delete(@Input() { id }: OfOne) {
    return this.schedules.delete(id);
  }

  @Handles(dashboardSchedulesRoutes.restore)
  restore(@Input() { id }: OfOne) {
    return this.schedules.restore(id);
  }

  @Handles(dashboardSchedulesRoutes.stop)
  stop(@Input() { id }: OfOne) {
    return this.schedules.stop(id);
  }

  @Handles(dashboardSchedulesRoutes.sendNow)
  sendNow(@Input() { id }: OfOne) {
    return this.mailings.sendNow(id);
  }

  @Handles(dashboardSchedulesRoutes.mailings)
  listMailings(@Input() input: ParsedInputOf<typeof dashboardSchedulesRoutes.mailings>) {
    return this.mailings.list(input);
  }
}
