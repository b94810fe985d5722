import type { Feature } from '../../platform/feature.ts';
import { FollowUpsModule } from './follow-ups.module.ts';

export const followUps: Feature = { module: FollowUpsModule };
