import { Module } from '@nestjs/common';
import { SendingSuspensionsController } from './sending-suspensions.controller.ts';
import { SendingSuspensions } from './sending-suspensions.ts';

@Module({
  controllers: [SendingSuspensionsController],
  providers: [SendingSuspensions],
  exports: [SendingSuspensions],
})
export class SendingSuspensionsModule {}
