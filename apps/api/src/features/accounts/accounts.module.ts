import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { PlansModule } from '../plans/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { AcceptInvitation } from './accept-invitation.ts';
import { AccountMail } from './account-mail.ts';
import { AccountsController } from './accounts.controller.ts';
import { AccountsService } from './accounts.service.ts';
import { Addresses } from './addresses.ts';
import { ApiKeysController } from './api-keys.controller.ts';
import { ApiKeysService } from './api-keys.service.ts';
import { InvitationsService } from './invitations.service.ts';
import { MembersService } from './members.service.ts';
import { OrganizationDeletion } from './organization/organization-deletion.ts';
import { OrganizationDeletionsWorker } from './organization/organization-deletions.worker.ts';
import { OrganizationController } from './organization/organization.controller.ts';
import { OrganizationService } from './organization/organization.service.ts';
import { PasswordResets } from './password-resets.ts';
import { Passwords } from './passwords.ts';
import { PurgeOrganization } from './purge-organization.ts';
import { RefuseDemo } from './refuse-demo.ts';
import { TeamController } from './team.controller.ts';

@Module({
  imports: [DiscoveryModule, PlansModule, TransportsModule],
  controllers: [AccountsController, ApiKeysController, OrganizationController, TeamController],
  providers: [
    AcceptInvitation,
    AccountMail,
    AccountsService,
    Addresses,
    ApiKeysService,
    InvitationsService,
    MembersService,
    OrganizationDeletion,
    OrganizationDeletionsWorker,
    OrganizationService,
    PasswordResets,
    Passwords,
    PurgeOrganization,
    RefuseDemo,
  ],
  exports: [AccountMail, AccountsService],
})
export class AccountsModule {}
