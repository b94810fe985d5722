import { Controller } from '@nestjs/common';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { CampaignsService } from './campaigns.service.ts';
import { ReviewCampaign } from './review-campaign.ts';
import { withActions } from './with-actions.ts';

interface OfCampaign {
  readonly id: string;
}

/** Campaigns as they are written and put away. */
@Controller()
export class CampaignsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly reviewer: ReviewCampaign,
  ) {}

  @Handles(campaignsRoutes.list)
  list(@Input() input: ParsedInputOf<typeof campaignsRoutes.list>) {
    return this.campaigns.list(input);
  }

  @Handles(campaignsRoutes.create)
  create(@Input() input: ParsedInputOf<typeof campaignsRoutes.create>) {
    return this.campaigns.create(input).then(withActions);
  }

  @Handles(campaignsRoutes.get)
  get(@Input() { id }: OfCampaign) {
    return this.campaigns.get(id).then(withActions);
  }

  @Handles(campaignsRoutes.update)
  update(@Input() { id, version, ...changes }: ParsedInputOf<typeof campaignsRoutes.update>) {
    return this.campaigns.update(id, changes, { version, asAnswered: withActions }).then(withActions);
  }

  @Handles(campaignsRoutes.delete)
  delete(@Input() { id }: OfCampaign) {
    return this.campaigns.delete(id);
  }

  @Handles(campaignsRoutes.restore)
  restore(@Input() { id }: OfCampaign) {
    return this.campaigns.restore(id).then(withActions);
  }

  @Handles(campaignsRoutes.archive)
  archive(@Input() { id }: OfCampaign) {
    return this.campaigns.archive(id).then(withActions);
  }

  @Handles(campaignsRoutes.unarchive)
  unarchive(@Input() { id }: OfCampaign) {
    return this.campaigns.unarchive(id).then(withActions);
  }

  @Handles(campaignsRoutes.duplicate)
  duplicate(@Input() { id }: OfCampaign) {
    return this.campaigns.duplicate(id).then(withActions);
  }

  @Handles(campaignsRoutes.review, { transaction: false })
  async review(@Input() { id }: OfCampaign) {
    return (await this.reviewer.review(id)).review;
  }

  @Handles(campaignsRoutes.countAudience)
  countAudience(@Input() { id, ...chosen }: ParsedInputOf<typeof campaignsRoutes.countAudience>) {
    return this.reviewer.countWith(id, chosen);
  }
}
