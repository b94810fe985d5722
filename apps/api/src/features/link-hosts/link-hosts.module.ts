import { Module } from '@nestjs/common';
import { DomainReportsModule } from '../domain-reports/index.ts';
import { CheckLinkHost } from './check-link-host.ts';
import { InspectHost } from './inspect-host.ts';
import { LinkBases } from './link-bases.ts';
import { LinkHostWakeUps } from './link-host-wake-ups.ts';
import { LinkHostsController } from './link-hosts.controller.ts';
import { LinkHostsService } from './link-hosts.service.ts';
import { LinkHostsWorker } from './link-hosts.worker.ts';
import { LinkServingController } from './link-serving.controller.ts';
import { OrderCertificate } from './order-certificate.ts';

@Module({
  imports: [DomainReportsModule],
  controllers: [LinkHostsController, LinkServingController],
  providers: [
    CheckLinkHost,
    InspectHost,
    LinkBases,
    LinkHostWakeUps,
    LinkHostsService,
    LinkHostsWorker,
    OrderCertificate,
  ],
  exports: [LinkBases],
})
export class LinkHostsModule {}
