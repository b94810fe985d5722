import { Module } from '@nestjs/common';
import { EngagementsModule } from '../engagements/index.ts';
import { AttributionSettingsService } from './attribution-settings.service.ts';
import { AttributionsController } from './attributions.controller.ts';
import { AttributionsWorker } from './attributions.worker.ts';
import { CampaignAttributions } from './campaign-attribution.service.ts';
import { ConversionsStage } from './conversions-stage.ts';
import { ExportConversions } from './export-conversions.ts';
import { ReplayDecisions } from './replay-decisions.ts';
import { SettleConversions } from './settle-conversions.ts';

@Module({
  imports: [EngagementsModule],
  controllers: [AttributionsController],
  providers: [
    AttributionSettingsService,
    AttributionsWorker,
    CampaignAttributions,
    ConversionsStage,
    ExportConversions,
    ReplayDecisions,
    SettleConversions,
  ],
  exports: [AttributionSettingsService, ReplayDecisions],
})
export class AttributionsModule {}
