import { z } from 'zod';
import { attributeName } from '../contacts/attributes.contract.ts';
import { id, line } from '../shared/index.ts';
import {
  booleanPredicate,
  dayPredicate,
  dayWindow,
  listPredicate,
  numberPredicate,
  sumPredicate,
  textPredicate,
} from './predicates.ts';

/** `expandedConditions` counts those of the segments a segment refers to, at most `references` deep. */
export const segmentLimits = { conditions: 50, nesting: 5, references: 5, expandedConditions: 200 } as const;

/** For the audience of a campaign, which is made of whole segments. */
export const audienceLimits = { references: segmentLimits.references + 1, expandedConditions: 1_000 } as const;

export const textFields = [
  'email',
  'phone',
  'first_name',
  'last_name',
  'language',
  'time_zone',
  'country',
  'external_id',
] as const;
export type TextField = (typeof textFields)[number];

const attribute = z.object({ kind: z.literal('attribute'), name: attributeName });
const property = z.object({ name: line('the name of a property', 200) });

/** What one property of an event has to be. */
export const eventProperty = z.discriminatedUnion('type', [
  property.extend({ type: z.literal('text'), predicate: textPredicate }),
  property.extend({ type: z.literal('number'), predicate: numberPredicate }),
  property.extend({ type: z.literal('boolean'), predicate: booleanPredicate }),
]);
const times = z.int('Enter how many times.').min(1, 'Enter how many times.').max(10_000, 'Use at most 10,000 times.');

const condition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('field'), field: z.enum(textFields), predicate: textPredicate }),
  z.object({ kind: z.literal('created'), predicate: dayPredicate }),
  z.discriminatedUnion('type', [
    attribute.extend({ type: z.literal('text'), predicate: textPredicate }),
    attribute.extend({ type: z.literal('number'), predicate: numberPredicate }),
    attribute.extend({ type: z.literal('boolean'), predicate: booleanPredicate }),
    attribute.extend({ type: z.literal('date'), predicate: dayPredicate }),
    attribute.extend({ type: z.literal('timestamp'), predicate: dayPredicate }),
    attribute.extend({ type: z.literal('list'), predicate: listPredicate }),
  ]),
  z.object({
    kind: z.literal('group'),
    op: z.enum(['in', 'not_in']),
    groupIds: z.array(id).min(1, 'Choose a group.').max(50, 'Choose at most 50 groups.'),
  }),
  z.object({ kind: z.literal('segment'), op: z.enum(['in', 'not_in']), segmentId: id }),
  z.object({ kind: z.literal('subscription'), is: z.enum(['subscribed', 'unsubscribed']) }),
  z.object({
    kind: z.literal('engagement'),
    op: z.enum(['did', 'did_not']),
    /** `converted` counts conversions that are attributed to the campaign. */
    what: z.enum(['sent', 'opened', 'clicked', 'converted']),
    /** Null for any campaign. */
    campaignId: id.nullable(),
    times,
    window: dayWindow.nullable(),
  }),
  z.object({
    kind: z.literal('event'),
    op: z.enum(['did', 'did_not']),
    name: line('the name of an event', 200),
    times,
    window: dayWindow.nullable(),
    properties: z.array(eventProperty).max(5, 'Use at most 5 conditions on properties.'),
    /** Of the events that count, the sum of this property must be so. */
    sum: property.extend({ predicate: sumPredicate }).nullable(),
  }),
]);
condition.register(z.globalRegistry, { id: 'SegmentCondition' });
export type SegmentCondition = z.output<typeof condition>;
export type EventCondition = Extract<SegmentCondition, { kind: 'event' }>;

export const branchKinds = ['all', 'any', 'none'] as const;

/** `none` is "not": true when nothing in it is. */
export interface SegmentBranch {
  readonly kind: (typeof branchKinds)[number];
  readonly of: readonly SegmentNode[];
}
export type SegmentNode = SegmentBranch | SegmentCondition;

function branchOf(child: z.ZodType<SegmentNode, SegmentNode>) {
  return z.object({
    kind: z.enum(branchKinds),
    of: z.array(child).min(1, 'Add a condition, or remove this group of conditions.').max(segmentLimits.conditions),
  });
}

/** Built level by level instead of recursively: a hostile tree is refused before anything walks down it. */
function branchAt(level: number): ReturnType<typeof branchOf> {
  const deeper: z.ZodType<SegmentNode, SegmentNode> =
    level === segmentLimits.nesting ? condition : z.discriminatedUnion('kind', [condition, branchAt(level + 1)]);
  return branchOf(deeper);
}

/** What a segment means. The root is always a branch. */
export const segmentTree: z.ZodType<SegmentBranch, SegmentBranch> = branchAt(1).superRefine((tree, context) => {
  const count = conditionsOf(tree).length;
  if (count > segmentLimits.conditions) {
    const message = `A segment can have at most ${segmentLimits.conditions} conditions; this one has ${count}. Move some to a separate segment.`;
    context.addIssue({ code: 'custom', message });
  }
});

export function isBranch(node: SegmentNode): node is SegmentBranch {
  return node.kind === 'all' || node.kind === 'any' || node.kind === 'none';
}

/**
 * A tree that is being written, without the conditions that are not complete and the branches that hold nothing else.
 * Null when nothing is left. `left` says where those conditions are in the whole tree: [0, 2] is the third of the first.
 */
export function completePart(tree: SegmentBranch): { tree: SegmentBranch | null; left: number[][] } {
  const left: number[][] = [];
  const part = (branch: SegmentBranch, at: readonly number[]): SegmentBranch | null => {
    const of = branch.of.flatMap((node, index): SegmentNode[] => {
      const path = [...at, index];
      if (isBranch(node)) {
        if (node.of.length === 0) left.push(path);
        const within = part(node, path);
        return within ? [within] : [];
      }
      if (condition.safeParse(node).success) return [node];
      left.push(path);
      return [];
    });
    return of.length > 0 ? { ...branch, of } : null;
  };
  return { tree: part(tree, []), left };
}

/** Every condition of a tree, in reading order. */
export function conditionsOf(node: SegmentNode): SegmentCondition[] {
  return isBranch(node) ? node.of.flatMap(conditionsOf) : [node];
}

/** The segments a tree refers to, each once. */
export function segmentsIn(node: SegmentNode): string[] {
  return [...new Set(conditionsOf(node).flatMap((each) => (each.kind === 'segment' ? [each.segmentId] : [])))];
}
