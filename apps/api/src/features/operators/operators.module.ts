import { Module } from '@nestjs/common';
import { PlansModule } from '../plans/index.ts';
import { SendingSuspensionsModule } from '../sending-suspensions/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { BillingChecksOfInstallation } from './billing-checks.ts';
import { OneOrganization } from './one-organization.ts';
import { OperatorActions } from './operator-actions.ts';
import { OperatorsController } from './operators.controller.ts';
import { OrganizationList } from './organization-list.ts';
import { OrganizationPlans } from './organization-plans.ts';
import { OrganizationSending } from './organization-sending.ts';

@Module({
  imports: [PlansModule, SendingSuspensionsModule, TransportsModule],
  controllers: [OperatorsController],
  providers: [
    BillingChecksOfInstallation,
    OneOrganization,
    OperatorActions,
    OrganizationList,
    OrganizationPlans,
    OrganizationSending,
  ],
})
export class OperatorsModule {}
