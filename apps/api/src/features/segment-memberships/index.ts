import type { Feature } from '../../platform/feature.ts';
import { SegmentMembershipsModule } from './segment-memberships.module.ts';
import { segmentMembershipsTables } from './segment-memberships.tables.ts';

export { SegmentMembershipsModule } from './segment-memberships.module.ts';
export { type FollowingWatcher, SegmentWatches } from './segment-watches.ts';
export { WakeMemberships } from './wake-memberships.ts';

export const segmentMemberships: Feature = { module: SegmentMembershipsModule, tables: segmentMembershipsTables };
