import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyticsRoutes } from '@engagex/domain/analytics';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { newSender } from '../events/testing/sender.ts';
import { applyEvents } from '../people/testing/accepted-events.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

test('without events every number is zero, in the organization’s currency', async () => {
  const member = await api.newOrganization();
  const zeros = { purchases: 0, sum: '0', average: '0', minimum: '0', maximum: '0' };
  expect(await member.call(analyticsRoutes.events)).toMatchObject({
    events: 0,
    byName: [],
    otherNames: { names: 0, count: 0 },
    pageViews: 0,
    purchases: 0,
    conversionRate: 0,
    amounts: [{ currency: 'USD', ...zeros }],
    mostViewedProduct: null,
    products: [],
  });
  await expect(member.call(analyticsRoutes.events, { hours: 0 })).rejects.toMatchObject({ status: 400 });
});

test('conversion is purchases by page views, and amounts are never added up over currencies', async () => {
  const shop = await newSender(api, 'secret');
  const colleague = await api.newMember(shop.member.organizationId, 'analyst');
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const view = (product: string) => ({ event: 'page_view', userId: 'ada', properties: { product_id: product } });
  const purchase = (amount: number, currency: string, hours = 0) => ({
    event: 'purchase',
    userId: 'ada',
    timestamp: hoursAgo(hours),
    properties: { order_amount: amount, currency, product_id: 'mug' },
  });
  await shop.send('/v1/batch', {
    batch: [
      ...['mug', 'mug', 'plate', 'mug'].map(view),
      ...Array.from({ length: 4 }, () => ({ event: 'page_view', userId: 'ada' })),
      purchase(0.1, 'EUR'),
      purchase(0.2, 'EUR'),
      purchase(500, 'JPY'),
      purchase(1_000, 'EUR', 30),
      { type: 'identify', userId: 'ada', traits: { plan: 'pro' } },
    ],
  });
  await applyEvents(api, shop.member);
  const day = await colleague.call(analyticsRoutes.events, { hours: 24 });
  expect(day).toMatchObject({
    events: 11,
    byName: [
      { name: 'page_view', count: 8 },
      { name: 'purchase', count: 3 },
    ],
    pageViews: 8,
    purchases: 3,
    conversionRate: 37.5,
    mostViewedProduct: { productId: 'mug', views: 3 },
  });
  expect(day.amounts.map(({ currency, sum }) => [currency, sum])).toEqual([
    ['EUR', '0.3'],
    ['JPY', '500'],
  ]);
  expect(day.amounts[0]).toMatchObject({ purchases: 2, minimum: '0.1', maximum: '0.2' });
  expect(Number(day.amounts[0]?.average)).toBeCloseTo(0.15);
  const month = await colleague.call(analyticsRoutes.events);
  expect(month.amounts[0]).toMatchObject({ currency: 'EUR', purchases: 3, sum: '1000.3' });
});
