import { Controller } from '@nestjs/common';
import { calendarRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { CampaignCalendar } from './campaign-calendar.ts';

@Controller()
export class CalendarController {
  constructor(private readonly days: CampaignCalendar) {}

  @Handles(calendarRoutes.calendar)
  calendar(@Input() { from, to }: ParsedInputOf<typeof calendarRoutes.calendar>) {
    return this.days.between(from, to);
  }
}
