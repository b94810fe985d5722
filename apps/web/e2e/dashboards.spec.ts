import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, go, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('a report is saved in Explore, put on a dashboard, moved by keyboard and pointer, and found there again', async ({
  page,
}) => {
  await signUp(page, 'dashboards@example.com');
  const key = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', {
    kind: 'secret',
    name: 'Server',
    scopes: ['events:write'],
  });
  const batch = [1, 2, 3].flatMap((person) => [
    { type: 'track', event: 'page_view', userId: `p${person}`, properties: { product_id: 'mug' } },
    { type: 'track', event: 'purchase', userId: `p${person}`, properties: { order_amount: 20, currency: 'EUR' } },
  ]);
  batch.push({ type: 'track', event: 'purchase', userId: 'p4', properties: { order_amount: 9, currency: 'CHF' } });
  const answer = await page.request.post(`${url}/v1/batch`, {
    data: { batch },
    headers: { authorization: `Bearer ${key.secret}` },
  });
  expect(answer.ok(), await answer.text()).toBe(true);

  await page.route('**/api/event-schemas/suggestions', (route) => route.fulfill({ status: 403, json: {} }), {
    times: 1,
  });
  await go(page, 'Explore');
  await expect(page.getByRole('region', { name: 'Answer' })).toBeVisible(); // also without names to offer
  await page.getByRole('link', { name: 'Save as report' }).click();
  await page.getByLabel('Name').fill('What they look at');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save report' }).click();
  await expect(page.getByRole('heading', { name: 'What they look at' })).toBeVisible();
  await expectAccessible(page);

  await go(page, 'Dashboards');
  await expect(page.getByRole('link', { name: 'What they look at' })).toBeVisible();
  await page.getByRole('button', { name: 'Shop dashboard' }).click();
  await expect(page.getByText('€60.00')).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByRole('button', { name: 'Done' })).toBeVisible();
  const revenue = await page.getByRole('listitem').filter({ hasText: '€60.00' }).boundingBox();
  const inFrancs = await page.getByText('and CHF 9.00').boundingBox();
  const bottom = (box: typeof revenue) => (box?.y ?? 0) + (box?.height ?? 0);
  expect(bottom(inFrancs), 'a second currency is not cut off while editing').toBeLessThanOrEqual(bottom(revenue));
  const place = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true }) });
  const before = await place('Purchases').boundingBox();

  const move = page.getByRole('button', { name: 'Move Revenue (arrow keys)' });
  await move.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByText('Revenue: column 4, row 1, 3 wide, 1 high')).toBeAttached();
  const moved = await place('Revenue').boundingBox();
  expect(Math.round(moved?.x ?? 0)).toBe(Math.round(before?.x ?? -1));

  const resize = page.getByRole('button', { name: 'Resize What people do (arrow keys)' });
  const wide = await place('What people do').boundingBox();
  await expect(async () => {
    await resize.scrollIntoViewIfNeeded(); // again: what is loaded above moves it
    const handle = await resize.boundingBox();
    await page.mouse.move((handle?.x ?? 0) + 5, (handle?.y ?? 0) + 5);
    await page.mouse.down();
    await page.mouse.move((handle?.x ?? 0) - 200, (handle?.y ?? 0) + 10, { steps: 5 });
    await page.mouse.up();
    const box = await place('What people do').boundingBox();
    expect(box?.width).toBeLessThan((wide?.width ?? 0) - 100);
  }).toPass();

  await page.getByRole('button', { name: 'Add report' }).click();
  await page.getByRole('combobox', { name: 'Report' }).click();
  await page.getByRole('option', { name: 'What they look at' }).click();
  await page.getByRole('button', { name: 'Add card' }).click();
  await page.getByRole('button', { name: 'Add text' }).click();
  await page.getByRole('textbox', { name: 'Text' }).fill('Numbers of our shop');
  await page.getByLabel('Name', { exact: true }).fill('Our shop');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Our shop' })).toBeVisible();
  await expect(page.getByText('Numbers of our shop')).toBeVisible();
  await expect(page.getByRole('link', { name: 'What they look at', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Show What people do as a table' }).click();
  await expect(page.getByRole('cell', { name: 'Whole period' })).toBeVisible();

  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await expectAccessible(page);

  await page.setViewportSize({ width: 1280, height: 900 });
  await go(page, 'Dashboards');
  await page.getByRole('button', { name: 'Delete What they look at' }).click();
  await expect(page.getByText('A dashboard shows this report')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Delete Our shop' }).click();
  const shop = page.getByRole('list', { name: 'Dashboards' }).getByRole('link', { name: 'Our shop' });
  await expect(shop).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(shop).toBeVisible();
});

test('two people who edit one dashboard lose nothing: what differs is shown, to choose from', async ({ page }) => {
  await signUp(page, 'two-dashboards@example.com');
  const { id } = await callApi<{ id: string }>(page, 'POST', '/api/dashboards', { name: 'Together' });
  const organization = /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  await page.goto(`${url}/o/${organization}/dashboards/${id}?edit`);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  let isFirst = true;
  await page.route('**/api/dashboards/*', async (route) => {
    if (isFirst && route.request().method() === 'PATCH') {
      isFirst = false;
      await callApi(page, 'PATCH', `/api/dashboards/${id}`, { name: 'Theirs' });
    }
    await route.continue();
  });
  await page.getByLabel('Name', { exact: true }).fill('Mine');
  await expect(page.getByRole('dialog')).toContainText('Theirs');
  await expect(page.getByRole('dialog')).toContainText('Mine');
  await expectAccessible(page);
});

test('the daily export is tested, turned on and shown with its history', async ({ page }) => {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers);
    response.writeHead(received.length === 1 ? 500 : 200).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await signUp(page, 'daily-export@example.com');
  const organization = /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  await page.goto(`${url}/o/${organization}/settings/event-export`);
  await page.getByLabel('Export events every day').check();
  await page.getByRole('radio', { name: 'Webhook' }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Enter an address that begins with https://.')).toBeVisible();
  await page.getByLabel('URL').fill(`http://127.0.0.1:${port}/engagex`);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('answered with status 500')).toBeVisible();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('The test arrived')).toBeVisible();
  expect(received[1]?.['webhook-signature']).toMatch(/^v1,/);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Next export:')).toBeVisible();
  await expect(page.getByText('The first export is made at 10:00 UTC.')).toBeVisible();
  await page.getByRole('button', { name: 'Show secret' }).click();
  await expect(page.getByText(/^whsec_/)).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  server.close();
});
