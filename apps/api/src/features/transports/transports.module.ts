import { Module } from '@nestjs/common';
import { Carriers } from './carriers.ts';
import { DomainLimitsService } from './domain-limits.service.ts';
import { Forecast } from './forecast.ts';
import { Pace } from './pace.ts';
import { MailboxProvidersService } from './mailbox-providers.service.ts';
import { ReceivingDomains } from './receiving-domains.ts';
import { Senders } from './senders.ts';
import { TestTransport } from './test-transport.ts';
import { TransportsController } from './transports.controller.ts';
import { TransportsService } from './transports.service.ts';
import { Waiting } from './waiting.ts';

@Module({
  controllers: [TransportsController],
  providers: [
    Carriers,
    DomainLimitsService,
    Forecast,
    Pace,
    MailboxProvidersService,
    ReceivingDomains,
    Senders,
    TestTransport,
    TransportsService,
    Waiting,
  ],
  exports: [Carriers, Forecast, Pace, MailboxProvidersService, ReceivingDomains, Senders, Waiting],
})
export class TransportsModule {}
