import type { Feature } from '../../platform/feature.ts';
import { CampaignPreviewsModule } from './campaign-previews.module.ts';

export const campaignPreviews: Feature = { module: CampaignPreviewsModule };
