import { Controller } from '@nestjs/common';
import { approvalsRoutes, calendarRoutes, campaignsRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { CampaignApprovals } from './campaign-approvals.ts';
import { CampaignCalendar } from './campaign-calendar.ts';
import { withActions } from './campaigns.controller.ts';
import { CampaignsService } from './campaigns.service.ts';
import { LaunchCampaign } from './launch-campaign.ts';
import { PreviewCampaign } from './preview-campaign.ts';
import { TestCampaign } from './test-campaign.ts';

interface OfCampaign {
  readonly id: string;
}

/** What comes before a campaign is sent: its time, its approval, a test. */
@Controller()
export class PlansController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly launcher: LaunchCampaign,
    private readonly approvals: CampaignApprovals,
    private readonly tester: TestCampaign,
    private readonly previewer: PreviewCampaign,
    private readonly days: CampaignCalendar,
  ) {}

  @Handles(campaignsRoutes.schedule, { transaction: false })
  schedule(@Input() { id, ...sending }: ParsedInputOf<typeof campaignsRoutes.schedule>) {
    return this.launcher.schedule(id, sending).then(withActions);
  }

  @Handles(campaignsRoutes.reschedule, { transaction: false })
  reschedule(@Input() { id, plan }: ParsedInputOf<typeof campaignsRoutes.reschedule>) {
    return this.launcher.reschedule(id, plan).then(withActions);
  }

  @Handles(campaignsRoutes.unschedule)
  unschedule(@Input() { id }: OfCampaign) {
    return this.campaigns.unschedule(id).then(withActions);
  }

  @Handles(campaignsRoutes.duplicate)
  duplicate(@Input() { id }: OfCampaign) {
    return this.campaigns.duplicate(id).then(withActions);
  }

  @Handles(campaignsRoutes.preview, { transaction: false })
  preview(@Input() { id, ...wanted }: ParsedInputOf<typeof campaignsRoutes.preview>) {
    return this.previewer.preview(id, wanted);
  }

  @Handles(campaignsRoutes.test, { transaction: false })
  test(@Input() { id, ...wanted }: ParsedInputOf<typeof campaignsRoutes.test>) {
    return this.tester.test(id, wanted);
  }

  @Handles(calendarRoutes.calendar)
  calendar(@Input() { from, to }: ParsedInputOf<typeof calendarRoutes.calendar>) {
    return this.days.between(from, to);
  }

  @Handles(approvalsRoutes.waiting)
  waiting() {
    return this.approvals.waiting();
  }

  @Handles(approvalsRoutes.get, { transaction: false })
  approval(@Input() { id }: OfCampaign) {
    return this.approvals.sheet(id);
  }

  @Handles(approvalsRoutes.ask, { transaction: false })
  ask(@Input() { id, ...request }: ParsedInputOf<typeof approvalsRoutes.ask>) {
    return this.approvals.ask(id, request);
  }

  @Handles(approvalsRoutes.withdraw)
  withdraw(@Input() { id }: OfCampaign) {
    return this.approvals.withdraw(id);
  }

  @Handles(approvalsRoutes.approve, { transaction: false })
  approve(@Input() { id, ...approving }: ParsedInputOf<typeof approvalsRoutes.approve>) {
    return this.approvals.approve(id, approving);
  }

  @Handles(approvalsRoutes.decline, { transaction: false })
  decline(@Input() { id, ...declining }: ParsedInputOf<typeof approvalsRoutes.decline>) {
    return this.approvals.decline(id, declining);
  }
}
