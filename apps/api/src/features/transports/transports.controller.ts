import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { domainLimitsRoutes, mailboxProvidersRoutes, transportsRoutes } from '@engagex/domain/transports';
import { Handles, Input } from '../../platform/http/handles.ts';
import { DomainLimitsService } from './domain-limits.service.ts';
import { MailboxProvidersService } from './mailbox-providers.service.ts';
import { SendTransportTest } from './send-transport-test.ts';
import { TransportsService } from './transports.service.ts';

interface OfOne {
  readonly id: string;
}

@Controller()
export class TransportsController {
  constructor(
    private readonly transports: TransportsService,
    private readonly testSends: SendTransportTest,
    private readonly mailboxProviders: MailboxProvidersService,
    private readonly domains: DomainLimitsService,
  ) {}

  @Handles(transportsRoutes.list)
  list() {
    return this.transports.list();
  }

  @Handles(transportsRoutes.create)
  create(@Input() { transport }: ParsedInputOf<typeof transportsRoutes.create>) {
    return this.transports.create(transport);
  }

  @Handles(transportsRoutes.update)
  update(@Input() input: ParsedInputOf<typeof transportsRoutes.update>) {
    return this.transports.update(input);
  }

  @Handles(transportsRoutes.limit)
  limit(@Input() input: ParsedInputOf<typeof transportsRoutes.limit>) {
    return this.transports.limit(input);
  }

  @Handles(transportsRoutes.enable)
  enable(@Input() { id }: OfOne) {
    return this.transports.setEnabled(id, true);
  }

  @Handles(transportsRoutes.disable)
  disable(@Input() { id }: OfOne) {
    return this.transports.setEnabled(id, false);
  }

  @Handles(transportsRoutes.prefer)
  prefer(@Input() { id }: OfOne) {
    return this.transports.prefer(id);
  }

  @Handles(transportsRoutes.sendTest, { transaction: false })
  sendTest(@Input() { id }: OfOne) {
    return this.testSends.send(id);
  }

  @Handles(transportsRoutes.delete)
  delete(@Input() { id }: OfOne) {
    return this.transports.delete(id);
  }

  @Handles(mailboxProvidersRoutes.list)
  listMailboxProviders() {
    return this.mailboxProviders.list();
  }

  @Handles(mailboxProvidersRoutes.update)
  updateMailboxProvider(@Input() input: ParsedInputOf<typeof mailboxProvidersRoutes.update>) {
    return this.mailboxProviders.update(input);
  }

  @Handles(domainLimitsRoutes.list)
  listDomains() {
    return this.domains.list();
  }

  @Handles(domainLimitsRoutes.create)
  createDomain(@Input() limit: ParsedInputOf<typeof domainLimitsRoutes.create>) {
    return this.domains.create(limit);
  }

  @Handles(domainLimitsRoutes.update)
  updateDomain(@Input() input: ParsedInputOf<typeof domainLimitsRoutes.update>) {
    return this.domains.update(input);
  }

  @Handles(domainLimitsRoutes.delete)
  deleteDomain(@Input() { id }: OfOne) {
    return this.domains.delete(id);
  }
}
