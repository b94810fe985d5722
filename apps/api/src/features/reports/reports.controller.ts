import { Controller } from '@nestjs/common';
import { dashboardsRoutes, savedReportsRoutes } from '@engagex/domain/reports';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { DashboardsService } from './dashboards.service.ts';
import { SavedReportsService } from './saved-reports.service.ts';

interface OfOne {
  readonly id: string;
}

@Controller()
export class ReportsController {
  constructor(
    private readonly reports: SavedReportsService,
    private readonly dashboards: DashboardsService,
  ) {}

  @Handles(savedReportsRoutes.list)
  listReports() {
    return this.reports.list();
  }

  @Handles(savedReportsRoutes.get)
  getReport(@Input() { id }: OfOne) {
    return this.reports.get(id);
  }

  @Handles(savedReportsRoutes.create)
  createReport(@Input() input: ParsedInputOf<typeof savedReportsRoutes.create>) {
    return this.reports.create(input);
  }

  @Handles(savedReportsRoutes.update)
  updateReport(@Input() input: ParsedInputOf<typeof savedReportsRoutes.update>) {
    return this.reports.update(input);
  }

  @Handles(savedReportsRoutes.duplicate)
  duplicateReport(@Input() { id }: OfOne) {
    return this.reports.duplicate(id);
  }

  @Handles(savedReportsRoutes.delete)
  deleteReport(@Input() { id }: OfOne) {
    return this.reports.delete(id);
  }

  @Handles(savedReportsRoutes.restore)
  restoreReport(@Input() { id }: OfOne) {
    return this.reports.restore(id);
  }

  @Handles(dashboardsRoutes.list)
  list() {
    return this.dashboards.list();
  }

  @Handles(dashboardsRoutes.get)
  get(@Input() { id }: OfOne) {
    return this.dashboards.get(id);
  }

  @Handles(dashboardsRoutes.create)
  create(@Input() input: ParsedInputOf<typeof dashboardsRoutes.create>) {
    return this.dashboards.create(input);
  }

  @Handles(dashboardsRoutes.update)
  update(@Input() input: ParsedInputOf<typeof dashboardsRoutes.update>) {
    return this.dashboards.update(input);
  }

  @Handles(dashboardsRoutes.duplicate)
  duplicate(@Input() { id }: OfOne) {
    return this.dashboards.duplicate(id);
  }

  @Handles(dashboardsRoutes.delete)
  delete(@Input() { id }: OfOne) {
    return this.dashboards.delete(id);
  }

  @Handles(dashboardsRoutes.restore)
  restore(@Input() { id }: OfOne) {
    return this.dashboards.restore(id);
  }
}
