import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.ts';
import { PlansModule } from '../plans/index.ts';
import { Arrivals } from './arrivals.ts';
import { SignInPolicyService } from './sign-in-policy.service.ts';
import { SingleSignOnController } from './single-sign-on.controller.ts';

@Module({
  imports: [AccountsModule, PlansModule],
  controllers: [SingleSignOnController],
  providers: [Arrivals, SignInPolicyService],
})
export class SingleSignOnModule {}
