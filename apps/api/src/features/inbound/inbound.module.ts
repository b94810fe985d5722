import { Module } from '@nestjs/common';
import { ReceiptsModule } from '../receipts/index.ts';
import { InboundListener } from './inbound-listener.ts';
import { InboundMails } from './inbound-mails.ts';
import { InboundWorker } from './inbound.worker.ts';
import { OurOwnMarks } from './our-own-marks.ts';
import { OurReports } from './our-reports.ts';
import { ReadMails } from './read-mails.ts';

@Module({
  imports: [ReceiptsModule],
  providers: [InboundListener, InboundMails, InboundWorker, OurOwnMarks, OurReports, ReadMails],
  exports: [InboundMails, OurReports, ReadMails],
})
export class InboundModule {}
