import { Controller } from '@nestjs/common';
import { dnsPageRoutes, domainsRoutes } from '@engagex/domain/domains';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { DnsPages } from './dns-pages.ts';
import { DomainsService } from './domains.service.ts';

interface OfOne {
  readonly id: string;
}

@Controller()
export class DomainsController {
  constructor(
    private readonly domains: DomainsService,
    private readonly pages: DnsPages,
  ) {}

  @Handles(domainsRoutes.list)
  list() {
    return this.domains.list();
  }

  @Handles(domainsRoutes.get)
  get(@Input() { id }: OfOne) {
    return this.domains.get(id);
  }

  @Handles(domainsRoutes.create, { transaction: false })
  create(@Input() { domain }: ParsedInputOf<typeof domainsRoutes.create>) {
    return this.domains.create(domain);
  }

  @Handles(domainsRoutes.check)
  check(@Input() { id }: OfOne) {
    return this.domains.check(id);
  }

  @Handles(domainsRoutes.checks)
  checks(@Input() { id }: OfOne) {
    return this.domains.checks(id);
  }

  @Handles(domainsRoutes.setReturnPath)
  setReturnPath(@Input() input: ParsedInputOf<typeof domainsRoutes.setReturnPath>) {
    return this.domains.setReturnPath(input);
  }

  @Handles(domainsRoutes.rotateKey)
  rotateKey(@Input() { id }: OfOne) {
    return this.domains.rotateKey(id);
  }

  @Handles(domainsRoutes.createLink)
  createLink(@Input() { id }: OfOne) {
    return this.domains.createLink(id);
  }

  @Handles(domainsRoutes.revokeLink)
  revokeLink(@Input() { id }: OfOne) {
    return this.domains.revokeLink(id);
  }

  @Handles(domainsRoutes.delete)
  delete(@Input() { id }: OfOne) {
    return this.domains.delete(id);
  }

  @Handles(dnsPageRoutes.get)
  page(@Input() { token }: ParsedInputOf<typeof dnsPageRoutes.get>) {
    return this.pages.view(token);
  }
}
