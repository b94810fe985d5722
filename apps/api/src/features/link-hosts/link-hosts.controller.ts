import { Controller } from '@nestjs/common';
import { linkHostsRoutes } from '@engagex/domain/link-hosts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { LinkHostsService } from './link-hosts.service.ts';

@Controller()
export class LinkHostsController {
  constructor(private readonly hosts: LinkHostsService) {}

  @Handles(linkHostsRoutes.list)
  list() {
    return this.hosts.list();
  }

  @Handles(linkHostsRoutes.create)
  create(@Input() { domain, host }: ParsedInputOf<typeof linkHostsRoutes.create>) {
    return this.hosts.create(domain, host);
  }

  @Handles(linkHostsRoutes.check, { transaction: false })
  check(@Input() { id }: ParsedInputOf<typeof linkHostsRoutes.check>) {
    return this.hosts.check(id);
  }

  @Handles(linkHostsRoutes.delete)
  delete(@Input() { id }: ParsedInputOf<typeof linkHostsRoutes.delete>) {
    return this.hosts.delete(id);
  }
}
