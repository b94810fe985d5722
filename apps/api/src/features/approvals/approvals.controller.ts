import { Controller } from '@nestjs/common';
import { approvalsRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { CampaignApprovals } from './campaign-approvals.ts';

interface OfCampaign {
  readonly id: string;
}

@Controller()
export class ApprovalsController {
  constructor(private readonly approvals: CampaignApprovals) {}

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
