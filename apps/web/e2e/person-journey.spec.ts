import { expect, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('a journey has visits, messages and changes by day, follows live, and goes to a day', async ({ page }) => {
  await signUp(page, 'journey@example.com');
  const organization = /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  const { secret } = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', {
    kind: 'secret',
    name: 'Server',
    scopes: ['events:write'],
  });
  const contact = await callApi<{ id: string }>(page, 'POST', '/api/contacts', {
    email: 'grace@example.com',
    externalId: 'grace',
  });
  const send = async (...batch: object[]) => {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await page.request.post(`${url}/v1/batch`, { data: { batch }, headers });
    expect(answer.ok(), await answer.text()).toBe(true);
  };
  const today = new Date().toISOString().slice(0, 10);
  const daysAgo = (days: number, minute: number) =>
    new Date(Date.parse(`${today}T12:00:00Z`) - days * 86_400_000 + minute * 60_000).toISOString();
  const visit = (days: number, minute: number, properties: object) =>
    ({ event: 'page_view', userId: 'grace', timestamp: daysAgo(days, minute), properties }) as const;
  await send(
    visit(9, 0, { path: '/mugs' }),
    ...Array.from({ length: 70 }, (_, n) => visit(3, n / 10, { path: `/shop/${n}`, product_id: `product-${n}` })),
  );
  await send({ type: 'identify', anonymousId: 'phone-77', userId: 'grace', traits: { plan: 'pro' } });

  await page.goto(`${url}/o/${organization}/contacts/${contact.id}`);
  await page.getByRole('link', { name: 'Journey with events' }).click();
  await expect(page.getByRole('heading', { name: 'Journey of grace@example.com' })).toBeVisible();
  await expect(page.getByText('Identified')).toBeVisible();
  await expect(page.getByText('turned out to be')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Show earlier' }).click();
  await expect(page.getByText('This is the beginning of what is kept.')).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Visit, .* 70 events$/ })).toBeVisible();
  await page.getByText('path: /mugs').click();
  await expect(page.getByText('/mugs', { exact: true })).toBeVisible();

  await send({
    event: 'purchase',
    userId: 'grace',
    properties: { order_amount: 12, currency: 'EUR', product_id: 'mug' },
  });
  await expect(page.getByText('purchase', { exact: true })).toBeVisible();

  await page.getByLabel('What is shown').click();
  await page.getByRole('option', { name: 'Messages' }).click();
  await expect(page.getByText('Nothing like this up to here')).toBeVisible();
  await page.getByLabel('What is shown').click();
  await page.getByRole('option', { name: 'Everything' }).click();

  await page.getByLabel('Go to a day').fill(daysAgo(9, 0).slice(0, 10));
  await expect(page.getByText('path: /mugs')).toBeVisible();
  await expect(page.getByText('purchase', { exact: true })).toBeHidden();
  await page.getByRole('button', { name: 'Show later' }).click();
  await expect(page.getByRole('heading', { name: /^Visit, / })).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'));
  await page.getByRole('button', { name: 'Back to the latest' }).click();
  await expect(page.getByText('purchase', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 1440, height: 900 });
});
