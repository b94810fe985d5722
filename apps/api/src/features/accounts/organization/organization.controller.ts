import { Controller, Res } from '@nestjs/common';
import { accountsRoutes, organizationRoutes } from '@engagex/domain/accounts';
import { notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import type { FastifyReply } from 'fastify';
import { Handles, Input } from '../../../platform/http/handles.ts';
import { type Caller, SignedIn } from '../../../platform/http/request-user.ts';
import { OrganizationDeletion } from './organization-deletion.ts';
import { OrganizationService } from './organization.service.ts';

/** What is set for the organization, and its end. */
@Controller()
export class OrganizationController {
  constructor(
    private readonly db: TenantDb,
    private readonly organization: OrganizationService,
    private readonly deletion: OrganizationDeletion,
  ) {}

  @Handles(organizationRoutes.get)
  get() {
    return this.organization.get();
  }

  @Handles(organizationRoutes.update)
  async update(@Input() input: ParsedInputOf<typeof organizationRoutes.update>) {
    await this.organization.assertUnchanged(organizationRoutes.update, input.version);
    return this.organization.update(input);
  }

  @Handles(organizationRoutes.updateSending)
  async updateSending(@Input() input: ParsedInputOf<typeof organizationRoutes.updateSending>) {
    await this.organization.assertUnchanged(organizationRoutes.updateSending, input.version);
    return this.organization.updateSending(input);
  }

  @Handles(organizationRoutes.setPauseLimits)
  async setPauseLimits(@Input() limits: ParsedInputOf<typeof organizationRoutes.setPauseLimits>) {
    await this.organization.assertUnchanged(organizationRoutes.setPauseLimits, limits.version);
    return this.organization.setPauseLimits(limits);
  }

  @Handles(organizationRoutes.setLogo)
  setLogo(@Input() { image }: ParsedInputOf<typeof organizationRoutes.setLogo>) {
    return this.organization.setLogo(image);
  }

  @Handles(organizationRoutes.removeLogo)
  removeLogo() {
    return this.organization.removeLogo();
  }

  @Handles(organizationRoutes.setUtm)
  async setUtm(@Input() { utm, version }: ParsedInputOf<typeof organizationRoutes.setUtm>) {
    await this.organization.assertUnchanged(organizationRoutes.setUtm, version);
    return this.organization.setUtm(utm);
  }

  @Handles(organizationRoutes.setColour)
  async setColour(@Input() { colour, version }: ParsedInputOf<typeof organizationRoutes.setColour>) {
    await this.organization.assertUnchanged(organizationRoutes.setColour, version);
    return this.organization.setColour(colour);
  }

  @Handles(organizationRoutes.delete, { transaction: false })
  async delete(@Input() { name }: ParsedInputOf<typeof organizationRoutes.delete>) {
    await this.deletion.request(name);
    return this.db.transaction(() => this.organization.get());
  }

  @Handles(organizationRoutes.keep)
  async keep() {
    await this.deletion.keep();
    return this.organization.get();
  }

  /** A browser keeps it: another picture has another address. */
  @Handles(accountsRoutes.logo)
  async logo(
    @SignedIn() { userId }: Caller,
    @Input() { id, v }: ParsedInputOf<typeof accountsRoutes.logo>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const logo = await this.organization.logoFor(userId, id, v);
    if (!logo) throw notFound('logo');
    void reply
      .header('cache-control', logo.isOfKey ? 'private, max-age=31536000, immutable' : 'no-store')
      .header('x-content-type-options', 'nosniff')
      .type(logo.type)
      .send(logo.bytes);
  }
}
