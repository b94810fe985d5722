import type { Feature } from '../../platform/feature.ts';
import { segmentSchema } from './segment.schema.ts';
import { SegmentsModule } from './segments.module.ts';
import { segmentsTables } from './segments.tables.ts';

export type { Missing } from './broken.ts';
export { propertySql } from './compile-sets.ts';
export { type CompiledSegment, compileProbe, compileSegment } from './compile-segment.ts';
export { type SegmentRule, segmentRules } from './segment-rules.ts';
export { SegmentMembers } from './segment-members.ts';
export { SegmentsService } from './segments.service.ts';
export { SegmentsModule } from './segments.module.ts';
export { endWhenSlow, tuneForSegments } from './segments.queries.ts';

export const segments: Feature = { module: SegmentsModule, entities: [segmentSchema], tables: segmentsTables };
