import { Controller } from '@nestjs/common';
import { invitationsRoutes, membersRoutes } from '@engagex/domain/accounts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { InvitationsService } from './invitations.service.ts';
import { MembersService } from './members.service.ts';

interface WithId {
  readonly id: string;
}

/** The members of the organization and their invitations. */
@Controller()
export class TeamController {
  constructor(
    private readonly members: MembersService,
    private readonly invitations: InvitationsService,
  ) {}

  @Handles(membersRoutes.list)
  listMembers() {
    return this.members.list();
  }

  @Handles(membersRoutes.changeRole)
  changeRole(@Input() { id, role }: ParsedInputOf<typeof membersRoutes.changeRole>) {
    return this.members.changeRole(id, role);
  }

  @Handles(membersRoutes.remove)
  removeMember(@Input() { id }: WithId) {
    return this.members.remove(id);
  }

  @Handles(membersRoutes.transfer)
  transfer(@Input() { memberId }: ParsedInputOf<typeof membersRoutes.transfer>) {
    return this.members.transfer(memberId);
  }

  @Handles(membersRoutes.leave)
  leave() {
    return this.members.leave();
  }

  @Handles(invitationsRoutes.list)
  listInvitations() {
    return this.invitations.list();
  }

  @Handles(invitationsRoutes.create, { transaction: false })
  invite(@Input() input: ParsedInputOf<typeof invitationsRoutes.create>) {
    return this.invitations.create(input);
  }

  @Handles(invitationsRoutes.resend, { transaction: false })
  resend(@Input() { id }: WithId) {
    return this.invitations.resend(id);
  }

  @Handles(invitationsRoutes.revoke)
  revoke(@Input() { id }: WithId) {
    return this.invitations.revoke(id);
  }
}
