import { Module } from '@nestjs/common';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { ApprovalGate, CampaignsModule } from '../campaigns/index.ts';
import { NotificationsModule } from '../notifications/index.ts';
import { ApprovalsController } from './approvals.controller.ts';
import { withdrawApproval } from './approvals.queries.ts';
import { approvedPeople, needsApproval } from './approved-version.ts';
import { CampaignApprovals } from './campaign-approvals.ts';

@Module({
  imports: [CampaignsModule, NotificationsModule],
  controllers: [ApprovalsController],
  providers: [CampaignApprovals],
})
export class ApprovalsModule {
  constructor(gate: ApprovalGate, db: TenantDb, clock: Clock) {
    gate.isKeptBy({
      isMissing: (campaign, templates) => needsApproval(db, campaign, templates),
      people: (id) => approvedPeople(db, id),
      withdraw: async (id) => void (await db.rows(withdrawApproval, [id, clock.now()])),
    });
  }
}
