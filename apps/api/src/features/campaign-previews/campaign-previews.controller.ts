import { Controller } from '@nestjs/common';
import { campaignsRoutes } from '@engagex/domain/campaigns';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { PreviewCampaign } from './preview-campaign.ts';
import { TestCampaign } from './test-campaign.ts';

/** The message of a campaign as one person sees it: on a page, or in their own inbox. */
@Controller()
export class CampaignPreviewsController {
  constructor(
    private readonly previewer: PreviewCampaign,
    private readonly tester: TestCampaign,
  ) {}

  @Handles(campaignsRoutes.preview, { transaction: false })
  preview(@Input() { id, ...wanted }: ParsedInputOf<typeof campaignsRoutes.preview>) {
    return this.previewer.preview(id, wanted);
  }

  @Handles(campaignsRoutes.test, { transaction: false })
  test(@Input() { id, ...wanted }: ParsedInputOf<typeof campaignsRoutes.test>) {
    return this.tester.test(id, wanted);
  }
}
