import { Controller } from '@nestjs/common';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { CampaignsService } from './campaigns.service.ts';
import { LaunchCampaign } from './launch-campaign.ts';
import { withActions } from './with-actions.ts';

interface OfCampaign {
  readonly id: string;
}

/** The course of a campaign: from its time to its end. */
@Controller()
export class CampaignCourseController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly launcher: LaunchCampaign,
  ) {}

  @Handles(campaignsRoutes.launch, { transaction: false })
  launch(@Input() { id, ...agreed }: ParsedInputOf<typeof campaignsRoutes.launch>) {
    return this.launcher.launch(id, agreed).then(withActions);
  }

  @Handles(campaignsRoutes.schedule, { transaction: false })
  schedule(@Input() { id, ...sending }: ParsedInputOf<typeof campaignsRoutes.schedule>) {
    return this.launcher.schedule(id, sending).then(withActions);
  }

  @Handles(campaignsRoutes.reschedule, { transaction: false })
  reschedule(@Input() { id, plan }: ParsedInputOf<typeof campaignsRoutes.reschedule>) {
    return this.launcher.reschedule(id, plan).then(withActions);
  }

  @Handles(campaignsRoutes.unschedule)
  unschedule(@Input() { id }: OfCampaign) {
    return this.campaigns.unschedule(id).then(withActions);
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
}
