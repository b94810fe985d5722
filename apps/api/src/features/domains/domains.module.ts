import { Module } from '@nestjs/common';
import { PlansModule } from '../plans/index.ts';
import { CheckRecords } from './checks/check-records.ts';
import { DomainClaims } from './checks/domain-claims.ts';
import { DnsPages } from './dns-pages.ts';
import { DomainKeys } from './domain-keys.ts';
import { DomainStandings } from './domain-standings.ts';
import { DomainsController } from './domains.controller.ts';
import { DomainsService } from './domains.service.ts';

@Module({
  imports: [PlansModule],
  controllers: [DomainsController],
  providers: [CheckRecords, DnsPages, DomainClaims, DomainKeys, DomainStandings, DomainsService],
  exports: [CheckRecords, DomainStandings, DomainsService],
})
export class DomainsModule {}
