import { z } from 'zod';
import { count, id, idParams, route, timestamp } from '../shared/index.ts';

/** Rules that can be applied to what is stored. */
export const replayKinds = ['privacy', 'attribution'] as const;
export type ReplayKind = (typeof replayKinds)[number];

export const replayStates = ['checking', 'checked', 'applying', 'applied', 'undoing', 'undone', 'failed'] as const;
export type ReplayState = (typeof replayStates)[number];

/** docs/limits.md says the same. */
export const replayLimits = {
  /** Rows that a check applies the rules to; with more, it covers the first of them. */
  checked: 100_000,
  /** Numbers that change and are listed. */
  moves: 200,
} as const;

/** A number that changes. */
export const replayMove = z.object({
  what: z.enum(['report', 'campaign', 'total']),
  /** Of the report or campaign. */
  id: id.nullable(),
  name: z.string(),
  label: z.string(),
  /** Null where there is no such number. */
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ReplayMove = z.output<typeof replayMove>;

export const replayPreview = z.object({
  examined: count,
  changed: count,
  /** False when there is more than a check covers. */
  isComplete: z.boolean(),
  moves: z.array(replayMove),
  /** Further numbers that change. */
  more: count,
  /** Saved reports that stay the same. */
  unchangedReports: count,
  /** Saved reports that could not be answered in time. */
  unknownReports: z.array(z.string()),
});
export type ReplayPreview = z.output<typeof replayPreview>;

export const ruleReplay = z.object({
  id,
  kind: z.enum(replayKinds),
  state: z.enum(replayStates),
  preview: replayPreview.nullable(),
  /** So far. */
  examined: count,
  changed: count,
  problem: z.string().nullable(),
  askedAt: timestamp,
  finishedAt: timestamp.nullable(),
  /** Whether the rules were changed since. */
  isOutdated: z.boolean(),
});
ruleReplay.register(z.globalRegistry, { id: 'RuleReplay' });
export type RuleReplay = z.output<typeof ruleReplay>;

export const ruleReplaysRoutes = {
  latest: route({
    id: 'rule-replays.latest',
    method: 'GET',
    path: '/api/rule-replays',
    summary: 'The latest check or application of rules to stored data; null when there was none',
    permission: 'organization:read',
    query: z.object({ kind: z.enum(replayKinds) }),
    response: z.object({ replay: ruleReplay.nullable() }),
  }),
  check: route({
    id: 'rule-replays.check',
    method: 'POST',
    path: '/api/rule-replays',
    summary: 'See what the rules of today would change in stored data. Nothing is changed',
    permission: 'organization:write',
    body: z.object({ kind: z.enum(replayKinds) }),
    response: ruleReplay,
    status: 201,
  }),
  apply: route({
    id: 'rule-replays.apply',
    method: 'POST',
    path: '/api/rule-replays/:id/apply',
    summary: 'Apply the checked rules to stored data, in the background',
    permission: 'organization:write',
    params: idParams,
    body: z.object({
      /** The name of the organization, for what cannot be undone: privacy rules. */
      organizationName: z.string().max(200).optional(),
    }),
    response: ruleReplay,
  }),
  undo: route({
    id: 'rule-replays.undo',
    method: 'POST',
    path: '/api/rule-replays/:id/undo',
    summary: 'Restore the attributions that were replaced',
    permission: 'organization:write',
    params: idParams,
    response: ruleReplay,
  }),
};
