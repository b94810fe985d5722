import { Module } from '@nestjs/common';
import { DomainsModule } from '../domains/index.ts';
import { NotificationsModule } from '../notifications/index.ts';
import { DomainChecksWorker } from './domain-checks.worker.ts';
import { RunDomainCheck } from './run-domain-check.ts';

@Module({
  imports: [DomainsModule, NotificationsModule],
  providers: [DomainChecksWorker, RunDomainCheck],
  exports: [RunDomainCheck],
})
export class DomainChecksModule {}
