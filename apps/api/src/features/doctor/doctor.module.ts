import { Module } from '@nestjs/common';
import { DomainChecksModule } from '../domain-checks/index.ts';
import { DomainsModule } from '../domains/index.ts';
import { InboundModule } from '../inbound/index.ts';
import { NotificationsModule } from '../notifications/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { DoctorWorker } from './doctor.worker.ts';
import { ExaminationsController } from './examinations.controller.ts';
import { ExaminationsService } from './examinations.service.ts';
import { FinishExamination } from './finish-examination.ts';
import { IncomingProbes } from './incoming-probes.ts';
import { LookAtArrival } from './look-at-arrival.ts';
import { RepeatExaminations } from './repeat-examinations.ts';
import { RunExamination } from './run-examination.ts';
import { SendProbes } from './send-probes.ts';

@Module({
  imports: [DomainChecksModule, DomainsModule, InboundModule, NotificationsModule, TransportsModule],
  controllers: [ExaminationsController],
  providers: [
    DoctorWorker,
    ExaminationsService,
    FinishExamination,
    IncomingProbes,
    LookAtArrival,
    RepeatExaminations,
    RunExamination,
    SendProbes,
  ],
})
export class DoctorModule {}
