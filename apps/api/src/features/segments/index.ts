export type { Missing } from './broken.ts';
export type { CompiledSegment } from './compile-segment.ts';
export { segmentSchema } from './segment.schema.ts';
export { SegmentMembers } from './segment-members.ts';
export { SegmentsModule } from './segments.module.ts';
export { endWhenSlow } from './segments.queries.ts';
