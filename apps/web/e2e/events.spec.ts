import { expect, type Page, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, go, signUp, url } from './person.ts';

test.use({ baseURL: url });

/** Sends events as the shop's server does. */
async function serverOf(page: Page): Promise<(batch: readonly object[]) => Promise<void>> {
  const scopes = ['events:write'];
  const { secret } = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', {
    kind: 'secret',
    name: 'Server',
    scopes,
  });
  return async (batch) => {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await page.request.post(`${url}/v1/batch`, { data: { batch }, headers });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
}

const view = (userId: string, product: string) => ({
  event: 'page_view',
  userId,
  properties: { path: `/${product}`, product_id: product },
});

test('events show up as they arrive, can be filtered, paused and opened, and the numbers follow', async ({ page }) => {
  await signUp(page, 'events@example.com');
  await go(page, 'Events');
  await expect(page.getByText('will be listed here as it arrives')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Send your first event' })).toBeVisible();
  await expectAccessible(page);

  const send = await serverOf(page);
  await send([
    view('ada', 'mug'),
    view('ada', 'plate'),
    view('bob', 'mug'),
    view('bob', 'mug'),
    { event: 'purchase', userId: 'ada', properties: { order_amount: 49.9, currency: 'EUR' } },
  ]);
  const events = page.getByRole('table', { name: 'Events' });
  await expect(events.getByRole('row')).toHaveCount(6);
  await expect(page.getByText('25%')).toBeVisible();
  await expect(page.getByRole('row', { name: 'EUR' }).getByText('€49.90').first()).toBeVisible();
  await expect(page.getByText('3 page views')).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel('Only with warnings').check();
  await expect(events.getByRole('row')).toHaveCount(2);
  await events.getByText('purchase').click();
  const opened = page.getByRole('dialog');
  await expect(opened.getByText('product_id is recommended')).toBeVisible();
  await expect(opened.getByText('"order_amount": 49.9')).toBeVisible();
  await expect(opened.getByRole('link', { name: 'ada' })).toBeVisible();
  await expectAccessible(page);
  await opened.getByRole('button', { name: 'Show only this person' }).click();
  await page.getByLabel('Only with warnings').uncheck();
  await expect(events.getByRole('row')).toHaveCount(4);
  await page.getByRole('button', { name: 'One person only' }).click();
  await expect(events.getByRole('row')).toHaveCount(6);

  await page.getByLabel('Property', { exact: true }).fill('product_id');
  await page.getByLabel('Value of the property').fill('mug');
  await expect(events.getByRole('row')).toHaveCount(4);
  await page.getByLabel('Property', { exact: true }).fill('');
  await page.keyboard.press('Escape'); // the list of suggestions hides the rest
  await expect(events.getByRole('row')).toHaveCount(6);
  await page.getByLabel('Call').click();
  await page.getByRole('option', { name: 'identify' }).click();
  await expect(page.getByText('No event matches these filters yet.')).toBeVisible();
  await page.getByLabel('Call').click();
  await page.getByRole('option', { name: 'Any call' }).click();
  await expect(events.getByRole('row')).toHaveCount(6);

  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByLabel('Received before')).toBeVisible();
  await send([{ event: 'signup', userId: 'carol' }]);
  await expect(page.getByRole('listitem').filter({ hasText: 'signup' })).toBeVisible(); // the numbers go on
  await expect(events.getByRole('row')).toHaveCount(6);
  await page.getByLabel('Received from').fill('2001-01-01T00:00');
  await expect(events.getByRole('row')).toHaveCount(6);
  await page.getByLabel('Received from').fill('2091-01-01T00:00');
  await expect(page.getByText('No event that matches was received in this period')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(events.getByRole('row')).toHaveCount(7);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await expectAccessible(page);
});

test('a question is in the address, Back returns to the one before, and people become a segment', async ({ page }) => {
  await signUp(page, 'explore@example.com');
  await go(page, 'Explore');
  await expect(page.getByText('charts of what people do will be here')).toBeVisible();
  const send = await serverOf(page);
  await callApi(page, 'POST', '/api/contacts', { email: 'ada@example.com', externalId: 'ada' });
  await send([
    view('ada', 'mug'),
    view('bob', 'mug'),
    view('carol', 'plate'),
    { event: 'purchase', userId: 'ada', properties: { order_amount: 49.9, currency: 'EUR', product_id: 'mug' } },
  ]);
  const isCounted = async () => (await callApi<{ events: number }>(page, 'GET', '/api/analytics')).events;
  await expect.poll(isCounted, { timeout: 20_000 }).toBe(4);
  const numbers = page.getByRole('region', { name: 'Numbers' });
  await expect(async () => {
    await page.reload(); // what was answered before is given again for some seconds
    await expect(numbers.getByRole('row', { name: 'Whole period' })).toContainText('3', { timeout: 2_000 });
  }).toPass();
  await page.getByLabel('Break down by').fill('product_id');
  await page.getByLabel('Break down by').press('Enter');
  await expect(numbers.getByRole('columnheader', { name: 'mug' })).toBeVisible();
  await expectAccessible(page);
  await page.goBack();
  await expect(numbers.getByRole('columnheader', { name: 'page_view' })).toBeVisible();

  await page.getByRole('tab', { name: 'Funnel' }).click();
  await expect(numbers.getByRole('row', { name: '1. page_view' })).toContainText('3');
  await expect(numbers.getByRole('row', { name: '2. purchase' })).toContainText('33.3%');
  await expectAccessible(page);
  const shared = page.url();
  for (const kind of ['Retention', 'Paths', 'Top list']) {
    await page.getByRole('tab', { name: kind }).click();
    await expect(numbers).toBeVisible();
    await expectAccessible(page);
  }
  const file = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  expect((await file).suggestedFilename()).toBe('top-list-last-30-days.csv');
  const picture = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as PNG' }).click();
  expect((await picture).suggestedFilename()).toBe('top-list-last-30-days.png');

  await page.goto(shared);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await numbers.getByRole('row', { name: '1. page_view' }).getByRole('link', { name: '3' }).click();
  await expect(page.getByRole('heading', { name: 'Who are they?' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'ada@example.com' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save as segment' }).click();
  await page.getByLabel('Name').fill('Looked around');
  await page.getByRole('button', { name: 'Save segment' }).click();
  await expect(page.getByText('Saved 1 contact')).toBeVisible();
  await expect(page.getByText('Looked around').first()).toBeVisible();
});
