import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/index.ts';
import { TemplatesModule } from '../templates/index.ts';
import { PreFlightsController } from './pre-flights.controller.ts';
import { PreFlightsService } from './pre-flights.service.ts';
import { PreFlightsWorker } from './pre-flights.worker.ts';
import { RunPreFlight } from './run-pre-flight.ts';

@Module({
  imports: [CampaignsModule, TemplatesModule],
  controllers: [PreFlightsController],
  providers: [PreFlightsService, PreFlightsWorker, RunPreFlight],
})
export class PreFlightsModule {}
