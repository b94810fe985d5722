import { Module } from '@nestjs/common';
import { TransportsModule } from '../transports/index.ts';
import { DeliverabilityController } from './deliverability.controller.ts';
import { DeliverabilityService } from './deliverability.service.ts';

@Module({ imports: [TransportsModule], controllers: [DeliverabilityController], providers: [DeliverabilityService] })
export class DeliverabilityModule {}
