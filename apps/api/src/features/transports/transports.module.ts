import { Module } from '@nestjs/common';
import { DomainsModule } from '../domains/index.ts';
import { SendingSuspensionsModule } from '../sending-suspensions/index.ts';
import { TransportSelection } from './transport-selection.ts';
import { DomainLimitsService } from './domain-limits.service.ts';
import { Forecast } from './forecast.ts';
import { RateLimits } from './rate-limits.ts';
import { MailboxProvidersService } from './mailbox-providers.service.ts';
import { ReceivingDomains } from './receiving-domains.ts';
import { ReturnPathHosts } from './return-path/return-path-hosts.ts';
import { ReturnPaths } from './return-path/return-paths.ts';
import { Senders } from './senders.ts';
import { SendTransportTest } from './send-transport-test.ts';
import { TransportsController } from './transports.controller.ts';
import { TransportsService } from './transports.service.ts';
import { Waiting } from './waiting.ts';

@Module({
  imports: [DomainsModule, SendingSuspensionsModule],
  controllers: [TransportsController],
  providers: [
    TransportSelection,
    DomainLimitsService,
    Forecast,
    RateLimits,
    MailboxProvidersService,
    ReceivingDomains,
    ReturnPathHosts,
    ReturnPaths,
    Senders,
    SendTransportTest,
    TransportsService,
    Waiting,
  ],
  exports: [
    TransportSelection,
    DomainLimitsService,
    Forecast,
    RateLimits,
    MailboxProvidersService,
    ReceivingDomains,
    ReturnPaths,
    Senders,
    Waiting,
  ],
})
export class TransportsModule {}
