import { Controller } from '@nestjs/common';
import {
  accountsRoutes,
  identityRoutes,
  invitationsRoutes,
  invitedRoutes,
  passwordRoutes,
  profileRoutes,
} from '@engagex/domain/accounts';
import { DomainError, type ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { UserId } from '../../platform/http/request-user.ts';
import { AcceptInvitation } from './accept-invitation.ts';
import { AccountsService } from './accounts.service.ts';
import { PasswordResets } from './password-resets.ts';

@Controller()
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly invitation: AcceptInvitation,
    private readonly resets: PasswordResets,
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
  getSession(@UserId() userId: string | undefined) {
    return this.accounts.session(signedIn(userId));
  }

  @Handles(accountsRoutes.createOrganization)
  createOrganization(
    @UserId() userId: string | undefined,
    @Input() { name, timeZone }: ParsedInputOf<typeof accountsRoutes.createOrganization>,
  ) {
    return this.accounts.createOrganization(signedIn(userId), name, timeZone);
  }

  @Handles(profileRoutes.update)
  updateProfile(@UserId() userId: string | undefined, @Input() input: ParsedInputOf<typeof profileRoutes.update>) {
    return this.accounts.updateProfile(signedIn(userId), input);
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
    @UserId() userId: string | undefined,
    @Input() { current, password }: ParsedInputOf<typeof passwordRoutes.change>,
  ) {
    return this.resets.change(signedIn(userId), current, password);
  }

  @Handles(invitationsRoutes.accept)
  acceptInvitation(
    @UserId() userId: string | undefined,
    @Input() { token, asMyself }: ParsedInputOf<typeof invitationsRoutes.accept>,
  ) {
    return this.invitation.accept(signedIn(userId), token, asMyself);
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

function signedIn(userId: string | undefined): string {
  if (!userId) throw new DomainError('unauthenticated', 'session.required', 'Sign in to continue.');
  return userId;
}
