import type { SegmentCondition } from '@engagex/domain/segments';

/** What the controls of a condition get: it, and what to call with the changed one. */
export interface ConditionProps<Condition = SegmentCondition> {
  readonly condition: Condition;
  readonly onChange: (condition: SegmentCondition) => void;
}

/** The same for one kind of condition. */
export type ConditionOf<Kind extends SegmentCondition['kind']> = ConditionProps<
  Extract<SegmentCondition, { kind: Kind }>
>;
