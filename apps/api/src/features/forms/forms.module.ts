import { Module } from '@nestjs/common';
import { PlansModule } from '../plans/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { ConfirmationMail } from './confirmation-mail.ts';
import { FormsController } from './forms.controller.ts';
import { FormsService } from './forms.service.ts';
import { PublicFormsController } from './public-forms.controller.ts';
import { SignUps } from './sign-ups.ts';

@Module({
  imports: [PlansModule, TransportsModule],
  controllers: [FormsController, PublicFormsController],
  providers: [ConfirmationMail, FormsService, SignUps],
})
export class FormsModule {}
