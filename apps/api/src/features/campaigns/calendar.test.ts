import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { calendarRoutes, campaignsRoutes } from '@engagex/domain/campaigns';
import { draftOf, itIs, zoned } from '../../testing/at-time.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => api.close());

test('the calendar has what was sent and what is planned, by the days of the organization', async () => {
  const member = await zoned(api, 'America/New_York');
  const [planned, sent, draft, local] = [
    await draftOf(api, member),
    await draftOf(api, member),
    await draftOf(api, member),
    await draftOf(api, member),
  ];
  itIs(api, '2026-11-25T03:00:00Z'); // the evening of the 24th in New York
  await member.call(campaignsRoutes.launch, { id: sent.id });
  await member.call(campaignsRoutes.schedule, { id: planned.id, plan: { kind: 'at', time: '2026-11-30T23:30' } });
  await member.call(campaignsRoutes.schedule, { id: local.id, plan: { kind: 'local', time: '2026-11-26T09:00' } });
  const month = await member.call(calendarRoutes.calendar, { from: '2026-11-01', to: '2026-11-30' });
  expect(month.timeZone).toBe('America/New_York');
  expect(month.items.map(({ id, day, time, isLocal }) => ({ id, day, time, isLocal }))).toEqual([
    { id: sent.id, day: '2026-11-24', time: '22:00', isLocal: false },
    { id: local.id, day: '2026-11-26', time: '09:00', isLocal: true },
    { id: planned.id, day: '2026-11-30', time: '23:30', isLocal: false },
  ]);
  expect(month.items.some(({ id }) => id === draft.id)).toBe(false);
  const next = await member.call(calendarRoutes.calendar, { from: '2026-12-01', to: '2026-12-31' });
  expect(next.items).toEqual([]);
  const ask = (from: string, to: string) => member.call(calendarRoutes.calendar, { from, to });
  await expect(ask('2026-01-01', '2026-12-31')).rejects.toMatchObject({ status: 400 });
  await expect(ask('2026-12-31', '2026-12-01')).rejects.toMatchObject({ status: 400 });
  await expect(ask('2026-02-30', '2026-03-01')).rejects.toMatchObject({ status: 400 });
  expect(
    (await (await api.newOrganization()).call(calendarRoutes.calendar, { from: '2026-11-01', to: '2026-11-30' })).items,
  ).toEqual([]);
});
