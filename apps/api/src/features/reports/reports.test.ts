import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type DashboardCard,
  dashboardsRoutes,
  type SavedReportView,
  savedReportsRoutes,
} from '@engagex/domain/reports';
import { Refused, startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';

let api: TestApi;
let owner: TestMember;
let analyst: TestMember;
beforeAll(async () => {
  api = await startTestApi();
  owner = await api.newOrganization();
  analyst = await api.newMember(owner.organizationId, 'analyst');
});
afterAll(() => api.close());

const query = {
  kind: 'series',
  period: { kind: 'last', days: 7 },
  interval: 'day',
  events: [{ name: 'purchase' }],
} as const;
const asked = { ...query, events: [{ name: 'purchase' }] as { name: string }[] };

const report = (by: TestMember, name: string, visibility: SavedReportView['visibility'] = 'private') =>
  by.call(savedReportsRoutes.create, { name, query: asked, visibility });
const card = (reportId: string, x = 0): DashboardCard => ({
  id: randomUUID(),
  x,
  y: 0,
  w: 6,
  h: 2,
  content: { kind: 'chart', source: { kind: 'report', reportId } },
});
const codeOf = async (refused: Promise<unknown>) => {
  const error = await refused.catch((thrown: unknown) => thrown);
  return error instanceof Refused ? `${error.status} ${error.problem.code}` : error;
};

test('analysts keep reports of their own, which nobody else sees, and cannot share or change what is shared', async () => {
  const mine = await report(analyst, 'Mine');
  expect(mine).toMatchObject({ canChange: true, visibility: 'private', owner: { id: analyst.userId } });
  expect(await codeOf(owner.call(savedReportsRoutes.get, { id: mine.id }))).toBe('404 saved-report.not-found');
  expect(await codeOf(report(analyst, 'For all', 'organization'))).toBe('403 saved-report.sharing');
  expect(await codeOf(analyst.call(savedReportsRoutes.update, { id: mine.id, visibility: 'organization' }))).toBe(
    '403 saved-report.sharing',
  );
  const shared = await report(owner, 'Shared', 'organization');
  const { items } = await analyst.call(savedReportsRoutes.list, {});
  expect(items.map(({ name, canChange }) => [name, canChange])).toEqual([
    ['Mine', true],
    ['Shared', false],
  ]);
  expect(await codeOf(analyst.call(savedReportsRoutes.update, { id: shared.id, name: 'x' }))).toBe(
    '403 saved-report.shared',
  );
  expect(await codeOf(analyst.call(savedReportsRoutes.delete, { id: shared.id }))).toBe('403 saved-report.shared');
  const copy = await analyst.call(savedReportsRoutes.duplicate, { id: shared.id });
  expect(copy).toMatchObject({ name: 'Shared (copy)', visibility: 'private', canChange: true });
});

test('a report that was changed since it was read is not overwritten', async () => {
  const made = await report(owner, 'First', 'organization');
  await owner.call(savedReportsRoutes.update, { id: made.id, name: 'Second', version: made.updatedAt });
  expect(
    await codeOf(owner.call(savedReportsRoutes.update, { id: made.id, name: 'Third', version: made.updatedAt })),
  ).toBe('409 conflict.changed');
});

test('a report that a dashboard shows is not deleted; a deleted one can be restored and not be shown', async () => {
  const made = await report(owner, 'Shown');
  const { id } = await owner.call(dashboardsRoutes.create, { name: 'Board' });
  await owner.call(dashboardsRoutes.update, { id, cards: [card(made.id)] });
  const refused = await owner.call(savedReportsRoutes.delete, { id: made.id }).catch((error: Refused) => error.problem);
  expect(refused).toMatchObject({ code: 'saved-report.in-use', usedBy: [{ kind: 'dashboard', id, name: 'Board' }] });
  await owner.call(dashboardsRoutes.update, { id, cards: [] });
  await owner.call(savedReportsRoutes.delete, { id: made.id });
  expect(await codeOf(owner.call(dashboardsRoutes.update, { id, cards: [card(made.id)] }))).toBe(
    '400 dashboard.report-gone',
  );
  expect(await owner.call(savedReportsRoutes.restore, { id: made.id })).toMatchObject({ name: 'Shown' });
  await owner.call(dashboardsRoutes.update, { id, cards: [card(made.id)] });
});

test('a report that is put on a dashboard while it is deleted is either in use or gone, and never missing', async () => {
  for (let round = 0; round < 10; round += 1) {
    const made = await report(owner, `Round ${round}`);
    const { id } = await owner.call(dashboardsRoutes.create, { name: `Race ${round}` });
    await Promise.allSettled([
      owner.call(dashboardsRoutes.update, { id, cards: [card(made.id)] }),
      owner.call(savedReportsRoutes.delete, { id: made.id }),
    ]);
    const board = await owner.call(dashboardsRoutes.get, { id });
    expect(board.asked).toHaveLength(board.cards.length);
  }
});

test('whoever sees a dashboard sees what its cards ask; a copy keeps questions of reports that are not shared', async () => {
  const secret = await report(owner, 'Not shared');
  const { id } = await owner.call(dashboardsRoutes.create, { name: 'For everybody' });
  await owner.call(dashboardsRoutes.update, { id, cards: [card(secret.id)], visibility: 'organization' });
  const seen = await analyst.call(dashboardsRoutes.get, { id });
  expect(seen).toMatchObject({ canChange: false, asked: [{ name: 'Not shared', query }] });
  expect(await codeOf(analyst.call(dashboardsRoutes.update, { id, name: 'x' }))).toBe('403 dashboard.shared');
  const copy = await analyst.call(dashboardsRoutes.duplicate, { id });
  expect(copy).toMatchObject({ name: 'For everybody (copy)', visibility: 'private', canChange: true });
  expect(copy.cards).toMatchObject([{ content: { source: { kind: 'query', name: 'Not shared', query } } }]);
  const theirs = await report(owner, 'Also not shared');
  expect(await codeOf(analyst.call(dashboardsRoutes.update, { id: copy.id, cards: [card(theirs.id)] }))).toBe(
    '400 dashboard.report-gone',
  );
});

test('a dashboard for shops begins with their questions, is renamed, deleted and restored', async () => {
  const made = await owner.call(dashboardsRoutes.create, { name: 'Shop', starter: 'shop' });
  expect(made.asked.map(({ name }) => name)).toContain('Revenue per day');
  const renamed = await owner.call(dashboardsRoutes.update, {
    id: made.id,
    name: 'Our shop',
    refreshSeconds: 5,
    version: made.updatedAt,
  });
  expect(renamed).toMatchObject({ name: 'Our shop', refreshSeconds: 5, cards: made.cards });
  expect(await codeOf(owner.call(dashboardsRoutes.update, { id: made.id, cards: [], version: made.updatedAt }))).toBe(
    '409 conflict.changed',
  );
  await owner.call(dashboardsRoutes.delete, { id: made.id });
  expect(await codeOf(owner.call(dashboardsRoutes.get, { id: made.id }))).toBe('404 dashboard.not-found');
  expect(await owner.call(dashboardsRoutes.restore, { id: made.id })).toMatchObject({ name: 'Our shop' });
});

test('cards that leave the grid, share an id or are too many are refused', async () => {
  const { id } = await owner.call(dashboardsRoutes.create, { name: 'Bad input' });
  const text = (place: Partial<DashboardCard>): DashboardCard => ({
    id: randomUUID(),
    x: 0,
    y: 0,
    w: 2,
    h: 1,
    content: { kind: 'text', text: 'x' },
    ...place,
  });
  const twice = text({});
  for (const cards of [
    [text({ x: 12 })],
    [text({ w: 13 })],
    [text({ h: 0 })],
    [text({ y: -1 })],
    [text({ x: 0.5 })],
    [twice, twice],
    [text({ content: { kind: 'text', text: 'x'.repeat(2_001) } })],
    Array.from({ length: 41 }, () => text({})),
  ])
    expect(await codeOf(owner.call(dashboardsRoutes.update, { id, cards })), JSON.stringify(cards[0])).toMatch(/^400/);
  expect(await codeOf(owner.call(dashboardsRoutes.update, { id, refreshSeconds: 1 as 5 }))).toMatch(/^400/);
});
