import { z } from 'zod';
import { exploreQuery, type ExploreQuery } from '../explore/index.ts';
import { id, idParams, line, route, timestamp, version } from '../shared/index.ts';
import { cardLimits, gridColumns } from './grid.ts';
import { visibilities } from './visibility.ts';

export const dashboardLimits = { nameLength: 100, cards: 40, dashboards: 200, textLength: 2_000 } as const;

/** How often an open dashboard asks again, in seconds; null for when somebody does. */
export const refreshSeconds = [5, 15, 30, 60] as const;

const name = line('a name', dashboardLimits.nameLength);
const visibility = z.enum(visibilities);
const refresh = z
  .literal([...refreshSeconds])
  .nullable()
  .default(30);

/** A saved report, which changes with it, or a question of the card's own. */
const source = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('report'), reportId: id }),
  z.object({ kind: z.literal('query'), name, query: exploreQuery }),
]);

const content = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chart'), source }),
  z.object({ kind: z.literal('number'), source }),
  z.object({
    kind: z.literal('text'),
    text: z.string().trim().max(dashboardLimits.textLength, `Use at most ${dashboardLimits.textLength} characters.`),
  }),
]);
export type CardContent = z.output<typeof content>;

const place = {
  id,
  x: z
    .int()
    .min(0)
    .max(gridColumns - 1),
  y: z.int().min(0).max(1_000),
  w: z.int().min(1).max(gridColumns),
  h: z.int().min(1).max(cardLimits.mostHeight),
};

export const dashboardCard = z.object({ ...place, content });
dashboardCard.register(z.globalRegistry, { id: 'DashboardCard' });
export interface DashboardCard {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly content: CardContent;
}

const cards = z
  .array(dashboardCard)
  .max(dashboardLimits.cards, `Use at most ${dashboardLimits.cards} cards.`)
  .refine((all) => new Set(all.map((card) => card.id)).size === all.length, 'Two cards have the same id.');

const asked = z.object({ cardId: id, name: z.string(), query: exploreQuery });

export const dashboardView = z.object({
  id,
  name: z.string(),
  visibility,
  owner: z.object({ id, name: z.string() }).nullable(),
  canChange: z.boolean(),
  refreshSeconds: z.number().nullable(),
  cards: z.array(dashboardCard),
  /** What cards with a chart or number ask, in no particular order; missing where a report is not there any more. */
  asked: z.array(asked),
  createdAt: timestamp,
  updatedAt: timestamp,
});
dashboardView.register(z.globalRegistry, { id: 'Dashboard' });

export interface AskedByCard {
  readonly cardId: string;
  readonly name: string;
  readonly query: ExploreQuery;
}

export interface DashboardView {
  readonly id: string;
  readonly name: string;
  readonly visibility: z.output<typeof visibility>;
  readonly owner: { readonly id: string; readonly name: string } | null;
  readonly canChange: boolean;
  readonly refreshSeconds: number | null;
  readonly cards: readonly DashboardCard[];
  readonly asked: readonly AskedByCard[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

const summary = z.object({
  id,
  name: z.string(),
  visibility,
  owner: z.object({ id, name: z.string() }).nullable(),
  canChange: z.boolean(),
  cards: z.number(),
  updatedAt: timestamp,
});
export type DashboardSummary = z.output<typeof summary>;

export const dashboardsRoutes = {
  list: route({
    id: 'dashboards.list',
    method: 'GET',
    path: '/api/dashboards',
    summary: 'Dashboards: yours, and those shared with the organization, by name',
    permission: 'reports:read',
    response: z.object({ items: z.array(summary) }),
  }),
  get: route({
    id: 'dashboards.get',
    method: 'GET',
    path: '/api/dashboards/:id',
    summary: 'A dashboard with its cards and what they ask',
    permission: 'reports:read',
    params: idParams,
    response: dashboardView,
  }),
  create: route({
    id: 'dashboards.create',
    method: 'POST',
    path: '/api/dashboards',
    summary: 'A new dashboard: empty, or with what a shop wants to know',
    permission: 'reports:write',
    body: z.object({ name, starter: z.enum(['empty', 'shop']).default('empty') }),
    response: dashboardView,
    status: 201,
  }),
  update: route({
    id: 'dashboards.update',
    method: 'PATCH',
    path: '/api/dashboards/:id',
    summary: 'Rename it, change its cards and how often it refreshes, share it or stop sharing it',
    permission: 'reports:write',
    params: idParams,
    body: z.object({
      name: name.optional(),
      cards: cards.optional(),
      refreshSeconds: refresh.optional(),
      visibility: visibility.optional(),
      version,
    }),
    response: dashboardView,
  }),
  duplicate: route({
    id: 'dashboards.duplicate',
    method: 'POST',
    path: '/api/dashboards/:id/duplicate',
    summary: 'Make a private copy of your own',
    permission: 'reports:write',
    params: idParams,
    response: dashboardView,
    status: 201,
  }),
  delete: route({
    id: 'dashboards.delete',
    method: 'DELETE',
    path: '/api/dashboards/:id',
    summary: 'Delete it; it can be restored',
    permission: 'reports:write',
    params: idParams,
  }),
  restore: route({
    id: 'dashboards.restore',
    method: 'POST',
    path: '/api/dashboards/:id/restore',
    summary: 'Undo its deletion',
    permission: 'reports:write',
    params: idParams,
    response: dashboardView,
  }),
};
