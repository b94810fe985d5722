import { Module } from '@nestjs/common';
import { CampaignsModule } from '../campaigns/index.ts';
import { TemplatesModule } from '../templates/index.ts';
import { TransportsModule } from '../transports/index.ts';
import { CampaignPreviewsController } from './campaign-previews.controller.ts';
import { PreviewCampaign } from './preview-campaign.ts';
import { SendTest } from './send-test.ts';

@Module({
  imports: [CampaignsModule, TemplatesModule, TransportsModule],
  controllers: [CampaignPreviewsController],
  providers: [PreviewCampaign, SendTest],
})
export class CampaignPreviewsModule {}
