import { Module } from '@nestjs/common';
import { PlansModule } from '../plans/index.ts';
import { OneOrganization } from './one-organization.ts';
import { OperatorActions } from './operator-actions.ts';
import { OperatorsController } from './operators.controller.ts';
import { OrganizationList } from './organization-list.ts';
import { OrganizationPlans } from './organization-plans.ts';

@Module({
  imports: [PlansModule],
  controllers: [OperatorsController],
  providers: [OneOrganization, OperatorActions, OrganizationList, OrganizationPlans],
})
export class OperatorsModule {}
