import type { Feature } from '../../platform/feature.ts';
import { ExploreModule } from './explore.module.ts';

export { ExploreModule } from './explore.module.ts';
export { Explore } from './explore.service.ts';

export const explore: Feature = { module: ExploreModule };
