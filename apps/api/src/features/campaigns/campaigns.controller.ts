import { Controller } from '@nestjs/common';
import { type Campaign, campaignActionsOf, campaignsRoutes, reportsRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { callerMay } from '../../platform/http/caller.ts';
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

  @Handles(campaignsRoutes.review, { transaction: false })
  async review(@Input() { id }: OfCampaign) {
    return (await this.reviewer.review(id)).review;
  }

  @Handles(campaignsRoutes.countAudience)
  countAudience(@Input() { id, ...chosen }: ParsedInputOf<typeof campaignsRoutes.countAudience>) {
    return this.reviewer.countWith(id, chosen);
  }

  @Handles(campaignsRoutes.launch, { transaction: false })
  launch(@Input() { id, expectedPeople }: ParsedInputOf<typeof campaignsRoutes.launch>) {
    return this.launcher.launch(id, expectedPeople).then(withActions);
  }

  @Handles(campaignsRoutes.pause)
  pause(@Input() { id }: OfCampaign) {
    return this.campaigns.pause(id).then(withActions);
  }

  @Handles(campaignsRoutes.resume)
  resume(@Input() { id }: OfCampaign) {
    return this.campaigns.resume(id).then(withActions);
  }

  @Handles(campaignsRoutes.cancel)
  cancel(@Input() { id }: OfCampaign) {
    return this.campaigns.cancel(id).then(withActions);
  }

  @Handles(campaignsRoutes.choose)
  choose(@Input() { id, variant }: ParsedInputOf<typeof campaignsRoutes.choose>) {
    return this.campaigns.choose(id, variant).then(withActions);
  }

  @Handles(campaignsRoutes.release)
  release(@Input() { id }: OfCampaign) {
    return this.campaigns.release(id).then(withActions);
  }

  @Handles(reportsRoutes.report)
  async report(@Input() { id }: OfCampaign) {
    const report = await this.reporter.report(id);
    return { ...report, campaign: withActions(report.campaign) };
  }

  @Handles(reportsRoutes.comparison)
  comparison(@Input() { id }: OfCampaign) {
    return this.reporter.comparison(id);
  }
}

/** With what whoever asks may do with it now. */
export function withActions(campaign: Campaign) {
  return Object.assign(campaign, { can: campaignActionsOf(campaign, callerMay) });
}
