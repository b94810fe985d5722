import { Controller } from '@nestjs/common';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { PreviewCampaign } from './preview-campaign.ts';
import { SendTest } from './send-test.ts';

/** The message of a campaign as one person sees it: on a page, or in their own inbox. */
@Controller()
export class CampaignPreviewsController {
  constructor(
    private readonly previewer: PreviewCampaign,
    private readonly testSends: SendTest,
  ) {}

  @Handles(campaignsRoutes.preview, { transaction: false })
  preview(@Input() { id, ...wanted }: ParsedInputOf<typeof campaignsRoutes.preview>) {
    return this.previewer.preview(id, wanted);
  }

  @Handles(campaignsRoutes.sendTest, { transaction: false })
  sendTest(@Input() { id, ...wanted }: ParsedInputOf<typeof campaignsRoutes.sendTest>) {
    return this.testSends.send(id, wanted);
  }
}
