import type { Feature } from '../../platform/feature.ts';
import { ReleasesModule } from './releases.module.ts';

export const releases: Feature = { module: ReleasesModule };
