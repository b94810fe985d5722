import { Controller } from '@nestjs/common';
import { secondFactorRoutes } from '@engagex/domain/accounts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { type Caller, SignedIn } from '../../platform/http/request-user.ts';
import { AccountsService } from '../accounts/index.ts';
import { Passkeys } from './passkeys.ts';
import { SecondFactorsService } from './second-factors.service.ts';
import { Totp } from './totp.ts';

/** Spoken to by the BFF alone, which has made sure that it is the person: these routes are below `/internal`. */
@Controller()
export class SecondFactorsController {
  constructor(
    private readonly factors: SecondFactorsService,
    private readonly accounts: AccountsService,
    private readonly totp: Totp,
    private readonly passkeys: Passkeys,
  ) {}

  @Handles(secondFactorRoutes.get)
  get(@SignedIn() { userId }: Caller) {
    return this.factors.get(userId);
  }

  @Handles(secondFactorRoutes.verifyCode)
  verifyCode(@SignedIn() { userId }: Caller, @Input() { code }: ParsedInputOf<typeof secondFactorRoutes.verifyCode>) {
    return this.factors.verifyCode(userId, code);
  }

  @Handles(secondFactorRoutes.verifyPasskey)
  verifyPasskey(
    @SignedIn() { userId }: Caller,
    @Input() answer: ParsedInputOf<typeof secondFactorRoutes.verifyPasskey>,
  ) {
    return this.factors.verifyPasskey(userId, answer);
  }

  @Handles(secondFactorRoutes.verifyPassword)
  async verifyPassword(
    @SignedIn() { userId }: Caller,
    @Input() { password }: ParsedInputOf<typeof secondFactorRoutes.verifyPassword>,
  ) {
    await this.accounts.reverifyPassword(userId, password);
    return {};
  }

  @Handles(secondFactorRoutes.beginTotp)
  beginTotp(@SignedIn() { userId }: Caller) {
    return this.totp.begin(userId);
  }

  @Handles(secondFactorRoutes.confirmTotp)
  confirmTotp(@SignedIn() { userId }: Caller, @Input() { code }: ParsedInputOf<typeof secondFactorRoutes.confirmTotp>) {
    return this.factors.confirmTotp(userId, code);
  }

  @Handles(secondFactorRoutes.removeTotp)
  removeTotp(@SignedIn() { userId }: Caller) {
    return this.factors.removeTotp(userId);
  }

  @Handles(secondFactorRoutes.renewRecoveryCodes)
  renewRecoveryCodes(@SignedIn() { userId }: Caller) {
    return this.factors.renewCodes(userId);
  }

  @Handles(secondFactorRoutes.newPasskeyOptions)
  newPasskeyOptions(@SignedIn() { userId }: Caller) {
    return this.passkeys.optionsForNew(userId);
  }

  @Handles(secondFactorRoutes.addPasskey)
  addPasskey(@SignedIn() { userId }: Caller, @Input() passkey: ParsedInputOf<typeof secondFactorRoutes.addPasskey>) {
    return this.factors.addPasskey(userId, passkey);
  }

  @Handles(secondFactorRoutes.removePasskey)
  removePasskey(
    @SignedIn() { userId }: Caller,
    @Input() { id }: ParsedInputOf<typeof secondFactorRoutes.removePasskey>,
  ) {
    return this.factors.removePasskey(userId, id);
  }

  @Handles(secondFactorRoutes.passkeyOptions)
  passkeyOptions(@Input() { userId }: ParsedInputOf<typeof secondFactorRoutes.passkeyOptions>) {
    return this.passkeys.options(userId);
  }

  @Handles(secondFactorRoutes.signInWithPasskey)
  signInWithPasskey(@Input() answer: ParsedInputOf<typeof secondFactorRoutes.signInWithPasskey>) {
    return this.factors.signInWithPasskey(answer);
  }
}
