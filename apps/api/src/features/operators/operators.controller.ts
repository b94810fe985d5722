import { Controller } from '@nestjs/common';
import {
  billingChecksRoutes,
  operatorNotesRoutes,
  operatorsRoutes,
  organizationPlansRoutes,
} from '@engagex/domain/operators';
import { sendingSuspensionsRoutes } from '@engagex/domain/sending-suspensions';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { type Caller, SignedIn } from '../../platform/http/request-user.ts';
import { BillingChecksOfInstallation } from './billing-checks.ts';
import { OneOrganization } from './one-organization.ts';
import { OperatorActions } from './operator-actions.ts';
import { OrganizationList } from './organization-list.ts';
import { OrganizationPlans } from './organization-plans.ts';
import { OrganizationSending } from './organization-sending.ts';

@Controller()
export class OperatorsController {
  constructor(
    private readonly organizations: OrganizationList,
    private readonly organization: OneOrganization,
    private readonly plans: OrganizationPlans,
    private readonly sending: OrganizationSending,
    private readonly billingChecks: BillingChecksOfInstallation,
    private readonly actions: OperatorActions,
  ) {}

  @Handles(operatorsRoutes.organizations)
  listOrganizations(@Input() input: ParsedInputOf<typeof operatorsRoutes.organizations>) {
    return this.organizations.page(input);
  }

  @Handles(operatorsRoutes.organization)
  getOrganization(@Input() { organizationId }: ParsedInputOf<typeof operatorsRoutes.organization>) {
    return this.organization.get(organizationId);
  }

  @Handles(operatorsRoutes.plans)
  listPlans() {
    return this.organizations.byPlan();
  }

  @Handles(operatorsRoutes.actions)
  listActions(@Input() input: ParsedInputOf<typeof operatorsRoutes.actions>) {
    return this.actions.list(input);
  }

  @Handles(organizationPlansRoutes.assign)
  assignPlan(@SignedIn() { userId }: Caller, @Input() input: ParsedInputOf<typeof organizationPlansRoutes.assign>) {
    return this.plans.assign(userId, input);
  }

  @Handles(billingChecksRoutes.get)
  getBillingChecks() {
    return this.billingChecks.get();
  }

  @Handles(sendingSuspensionsRoutes.suspend)
  suspendSending(
    @SignedIn() { userId }: Caller,
    @Input() input: ParsedInputOf<typeof sendingSuspensionsRoutes.suspend>,
  ) {
    return this.sending.suspend(userId, input);
  }

  @Handles(sendingSuspensionsRoutes.resume)
  resumeSending(@SignedIn() { userId }: Caller, @Input() input: ParsedInputOf<typeof sendingSuspensionsRoutes.resume>) {
    return this.sending.resume(userId, input);
  }

  @Handles(operatorNotesRoutes.create)
  addNote(@SignedIn() { userId }: Caller, @Input() input: ParsedInputOf<typeof operatorNotesRoutes.create>) {
    return this.actions.addNote(userId, input);
  }

  @Handles(operatorNotesRoutes.delete)
  deleteNote(@SignedIn() { userId }: Caller, @Input() input: ParsedInputOf<typeof operatorNotesRoutes.delete>) {
    return this.actions.deleteNote(userId, input);
  }
}
