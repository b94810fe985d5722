import { Controller } from '@nestjs/common';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { CampaignsService } from './campaigns.service.ts';
import { LaunchCampaign } from './launch-campaign.ts';
import { ReportCampaign } from './report-campaign.ts';
import { ReviewCampaign } from './review-campaign.ts';

interface OfCampaign {
  readonly id: string;
}

@Controller()
export class CampaignsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly reviewer: ReviewCampaign,
    private readonly launcher: LaunchCampaign,
    private readonly reporter: ReportCampaign,
  ) {}

  @Handles(campaignsRoutes.list)
  list(@Input() input: ParsedInputOf<typeof campaignsRoutes.list>) {
    return this.campaigns.list(input);
  }

  @Handles(campaignsRoutes.create)
  create(@Input() input: ParsedInputOf<typeof campaignsRoutes.create>) {
    return this.campaigns.create(input);
  }

  @Handles(campaignsRoutes.get)
  get(@Input() { id }: OfCampaign) {
    return this.campaigns.get(id);
  }

  @Handles(campaignsRoutes.update)
  update(@Input() { id, ...changes }: ParsedInputOf<typeof campaignsRoutes.update>) {
    return this.campaigns.update(id, changes);
  }

  @Handles(campaignsRoutes.delete)
  delete(@Input() { id }: OfCampaign) {
    return this.campaigns.delete(id);
  }

  @Handles(campaignsRoutes.restore)
  restore(@Input() { id }: OfCampaign) {
    return this.campaigns.restore(id);
  }

  @Handles(campaignsRoutes.review, { transaction: false })
  async review(@Input() { id }: OfCampaign) {
    return (await this.reviewer.review(id)).review;
  }

  @Handles(campaignsRoutes.launch, { transaction: false })
  launch(@Input() { id, expectedPeople }: ParsedInputOf<typeof campaignsRoutes.launch>) {
    return this.launcher.launch(id, expectedPeople);
  }

  @Handles(campaignsRoutes.pause)
  pause(@Input() { id }: OfCampaign) {
    return this.campaigns.pause(id);
  }

  @Handles(campaignsRoutes.resume)
  resume(@Input() { id }: OfCampaign) {
    return this.campaigns.resume(id);
  }

  @Handles(campaignsRoutes.cancel)
  cancel(@Input() { id }: OfCampaign) {
    return this.campaigns.cancel(id);
  }

  @Handles(campaignsRoutes.report)
  report(@Input() { id }: OfCampaign) {
    return this.reporter.report(id);
  }
}
