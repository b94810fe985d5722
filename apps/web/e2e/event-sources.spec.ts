import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoOverflow, inbox, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('a shop that pastes the snippet of a new event source sends events, and its owner sees that it works', async ({
  page,
  context,
}) => {
  await signUp(page, 'sources@example.com');
  const base = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  await page.goto(`${base}/settings/event-sources`);
  await expect(page.getByText('Create an event source to collect page views')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New event source' }).first().click();
  await page.getByLabel('Name').fill('Web shop');
  await page.getByLabel('Accept from websites').fill(new URL(inbox).origin);
  await page.getByRole('button', { name: 'Create event source' }).click();
  const source = page.getByRole('region', { name: 'Web shop' });
  await expect(source.getByText('Waiting for the first event…')).toBeVisible();
  await expect(source.getByText(`Accepted from ${new URL(inbox).origin}.`)).toBeVisible();
  await expectAccessible(page);
  const snippet = (await source.getByLabel('Script tag snippet').textContent()) ?? '';
  for (const way of ['Bundler', 'Node', 'HTTP', 'Segment-compatible']) {
    await source.getByRole('tab', { name: way }).click();
    await expect(source.getByLabel(`${way} snippet`)).toContainText(url.replace(/^https?:\/\//, ''));
  }

  const shop = await context.newPage();
  await shop.route(`${inbox}/bought`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><head>${snippet}</head>Thank you` }),
  );
  const answered = shop.waitForResponse((response) => response.url() === `${url}/v1/batch`);
  await shop.goto(`${inbox}/bought`);
  await shop.waitForFunction(() => 'flush' in window.engagex);
  await shop.evaluate(() => window.engagex.flush());
  expect(await (await answered).json()).toMatchObject({ accepted: 2, rejected: 0 });
  await expect(source.getByText('Last events')).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await expectAccessible(page);
});
