import { Controller } from '@nestjs/common';
import {
  accountsRoutes,
  addressRoutes,
  identityRoutes,
  invitationsRoutes,
  invitedRoutes,
  passwordRoutes,
  profileRoutes,
} from '@engagex/domain/accounts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { type Caller, SignedIn } from '../../platform/http/request-user.ts';
import { AcceptInvitation } from './accept-invitation.ts';
import { AccountsService } from './accounts.service.ts';
import { Addresses } from './addresses.ts';
import { PasswordResets } from './password-resets.ts';

@Controller()
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly invitation: AcceptInvitation,
    private readonly resets: PasswordResets,
    private readonly addresses: Addresses,
  ) {}

  @Handles(identityRoutes.signUp)
  signUp(@Input() input: ParsedInputOf<typeof identityRoutes.signUp>) {
    return this.accounts.signUp(input);
  }

  @Handles(identityRoutes.verifyPassword)
  verifyPassword(@Input() input: ParsedInputOf<typeof identityRoutes.verifyPassword>) {
    return this.accounts.verifyPassword(input);
  }

  @Handles(accountsRoutes.getSession)
  getSession(@SignedIn() caller: Caller) {
    return this.accounts.session(caller.userId, caller);
  }

  @Handles(accountsRoutes.createOrganization)
  createOrganization(
    @SignedIn() caller: Caller,
    @Input() { name, timeZone }: ParsedInputOf<typeof accountsRoutes.createOrganization>,
  ) {
    return this.accounts.createOrganization(caller.userId, name, timeZone);
  }

  @Handles(profileRoutes.update)
  updateProfile(@SignedIn() caller: Caller, @Input() input: ParsedInputOf<typeof profileRoutes.update>) {
    return this.accounts.updateProfile(caller.userId, input);
  }

  @Handles(passwordRoutes.requestReset)
  requestPasswordReset(@Input() { email }: ParsedInputOf<typeof passwordRoutes.requestReset>) {
    this.resets.request(email);
    return {};
  }

  @Handles(passwordRoutes.reset)
  resetPassword(@Input() { token, password }: ParsedInputOf<typeof passwordRoutes.reset>) {
    return this.resets.reset(token, password);
  }

  @Handles(passwordRoutes.change)
  changePassword(
    @SignedIn() caller: Caller,
    @Input() { current, password }: ParsedInputOf<typeof passwordRoutes.change>,
  ) {
    return this.resets.change(caller.userId, current, password);
  }

  @Handles(addressRoutes.resend)
  async resendConfirmation(@SignedIn() caller: Caller) {
    await this.addresses.resend(caller.userId);
    return {};
  }

  @Handles(addressRoutes.change)
  async changeAddress(@SignedIn() caller: Caller, @Input() { email }: ParsedInputOf<typeof addressRoutes.change>) {
    await this.addresses.change(caller.userId, email);
    return {};
  }

  @Handles(addressRoutes.confirm)
  confirmAddress(@Input() { token }: ParsedInputOf<typeof addressRoutes.confirm>) {
    return this.addresses.confirm(token);
  }

  @Handles(invitationsRoutes.accept)
  acceptInvitation(
    @SignedIn() caller: Caller,
    @Input() { token, asMyself }: ParsedInputOf<typeof invitationsRoutes.accept>,
  ) {
    return this.invitation.accept(caller.userId, token, asMyself);
  }

  @Handles(invitedRoutes.view)
  viewInvitation(@Input() { token }: ParsedInputOf<typeof invitedRoutes.view>) {
    return this.invitation.view(token);
  }

  @Handles(invitedRoutes.signUp)
  signUpInvited(@Input() input: ParsedInputOf<typeof invitedRoutes.signUp>) {
    return this.invitation.signUp(input);
  }
}
