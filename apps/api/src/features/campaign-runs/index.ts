import type { Feature } from '../../platform/feature.ts';
import { CampaignRunsModule } from './campaign-runs.module.ts';

export { CampaignRunsModule } from './campaign-runs.module.ts';
export { FirstStages } from './first-stages.ts';

export const campaignRuns: Feature = { module: CampaignRunsModule };
