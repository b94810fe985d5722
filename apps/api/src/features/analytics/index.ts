import type { Feature } from '../../platform/feature.ts';
import { AnalyticsModule } from './analytics.module.ts';

export const analytics: Feature = { module: AnalyticsModule };
