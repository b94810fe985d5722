import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { membersRoutes } from '@engagex/domain/accounts';
import {
  type DashboardCard,
  dashboardLimits,
  dashboardsRoutes,
  savedReportLimits,
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

test('who may share changes and deletes what others shared, and keeps cards of reports they cannot see', async () => {
  const manager = await api.newMember(owner.organizationId, 'campaign_manager');
  const shared = await report(owner, 'Of an owner', 'organization');
  const update = { id: shared.id, name: 'Renamed' };
  expect(await manager.call(savedReportsRoutes.update, update)).toMatchObject({ name: 'Renamed', canChange: true });
  const secret = await report(owner, 'Secret');
  const { id } = await owner.call(dashboardsRoutes.create, { name: 'Shared board' });
  const cards = [card(secret.id)];
  await owner.call(dashboardsRoutes.update, { id, cards, visibility: 'organization' });
  const more = [...cards, card(shared.id, 6)];
  expect(await manager.call(dashboardsRoutes.update, { id, cards: more })).toMatchObject({ cards: more });
  await manager.call(dashboardsRoutes.delete, { id });
  await manager.call(savedReportsRoutes.delete, { id: shared.id });
});

test('what somebody kept for themselves is for owners to see, change and delete once they left', async () => {
  const left = await api.newMember(owner.organizationId, 'editor');
  const admin = await api.newMember(owner.organizationId, 'admin');
  const { id } = await report(left, 'Left behind');
  expect(await codeOf(owner.call(savedReportsRoutes.get, { id }))).toBe('404 saved-report.not-found');
  await left.call(membersRoutes.leave);
  expect(await codeOf(admin.call(savedReportsRoutes.get, { id }))).toBe('404 saved-report.not-found');
  expect(await owner.call(savedReportsRoutes.get, { id })).toMatchObject({ owner: null, canChange: true });
  await owner.call(savedReportsRoutes.update, { id, name: 'Kept' });
  await owner.call(savedReportsRoutes.delete, { id });
});

test('an organization has so many reports and dashboards, deleted ones not counted', async () => {
  const full = await api.newOrganization();
  const fill = (sql: string, count: number) =>
    api.owner.query(sql, [full.organizationId, full.userId, count, JSON.stringify(asked)]);
  await fill(
    `insert into saved_reports (organization_id, name, query, visibility, owner_id, updated_by_id)
     select $1, 'Report ' || n, $4, 'private', $2, $2 from generate_series(1, $3::int) n`,
    savedReportLimits.reports - 1,
  );
  await fill(
    `insert into dashboards (organization_id, name, cards, visibility, owner_id, updated_by_id)
     select $1, 'Dashboard ' || n, '[]', 'private', $2, $2 from generate_series(1, $3::int) n where $4::text is not null`,
    dashboardLimits.dashboards - 1,
  );
  const lastReport = await report(full, 'Last');
  const lastDashboard = await full.call(dashboardsRoutes.create, { name: 'Last' });
  expect(await codeOf(report(full, 'Beyond'))).toBe('409 saved-report.too-many');
  expect(await codeOf(full.call(dashboardsRoutes.create, { name: 'Beyond' }))).toBe('409 dashboard.too-many');
  await full.call(savedReportsRoutes.delete, { id: lastReport.id });
  await full.call(dashboardsRoutes.delete, { id: lastDashboard.id });
  await report(full, 'Room again');
  await full.call(dashboardsRoutes.create, { name: 'Room again' });
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
