import type { Feature } from '../../platform/feature.ts';
import { ExploreModule } from './explore.module.ts';

export const explore: Feature = { module: ExploreModule };
