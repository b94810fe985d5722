import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.ts';
import { Passkeys } from './passkeys.ts';
import { RecoveryCodes } from './recovery-codes.ts';
import { SecondFactorNotifications } from './second-factor-notifications.ts';
import { SecondFactorsController } from './second-factors.controller.ts';
import { SecondFactorsService } from './second-factors.service.ts';
import { Totp } from './totp.ts';

@Module({
  imports: [AccountsModule],
  controllers: [SecondFactorsController],
  providers: [Passkeys, RecoveryCodes, SecondFactorNotifications, SecondFactorsService, Totp],
})
export class SecondFactorsModule {}
