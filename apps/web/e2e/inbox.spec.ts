import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

/** Something every owner is told of. */
const createKey = (page: Page, name: string) =>
  callApi(page, 'POST', '/api/api-keys', {
    kind: 'public',
    name,
    scopes: ['events:write'],
    origins: [],
    expiresInDays: null,
  });

const bell = (page: Page) => page.getByRole('button', { name: /^Notifications/ }).first();
const unread = (page: Page, count: number) =>
  expect(bell(page)).toHaveAccessibleName(
    count === 0 ? 'Notifications' : `Notifications, ${count} unread notification${count === 1 ? '' : 's'}`,
  );

test('the bell counts what is unread, the inbox shows and filters it, and what somebody chose holds', async ({
  page,
}) => {
  await signUpConfirmed(page, 'inbox@example.com');
  await bell(page).click();
  await expect(page.getByText('Nothing yet.')).toBeVisible();
  await page.keyboard.press('Escape');
  await createKey(page, 'Web shop');
  await unread(page, 1); // pushed
  await createKey(page, 'Blog');
  await unread(page, 2);

  await bell(page).click();
  const popover = page.getByRole('dialog', { name: 'Notifications' });
  await expect(popover.getByRole('listitem')).toHaveCount(2);
  await expectAccessible(page);
  await popover.getByRole('button', { name: /^Mark as read: A new API key .*Blog$/ }).click();
  await unread(page, 1);
  await popover.getByRole('button', { name: 'Open inbox' }).click();
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible();
  const list = page.getByRole('list', { name: 'Notifications' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Show' }).click();
  await page.getByRole('option', { name: 'Unread' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expectAccessible(page);
  await list.getByRole('link', { name: /Web shop/ }).press('Enter');
  await expect(page).toHaveURL(/\/settings\/api-keys$/);
  await unread(page, 0);

  await page.goBack();
  await page.getByRole('combobox', { name: 'Category' }).click();
  await page.getByRole('option', { name: 'Billing' }).click();
  await expect(page.getByText('No notification matches these filters.')).toBeVisible();

  const here = new URL(page.url());
  await page.goto(here.pathname.replace('/notifications', '/settings/notifications'));
  const mine = page.getByRole('table', { name: 'What you are notified of' });
  await expect(mine.getByRole('checkbox', { name: 'Security by email' })).toBeDisabled();
  await mine.getByRole('checkbox', { name: 'Campaigns by email' }).click();
  await expect(mine.getByRole('checkbox', { name: 'Campaigns by email' })).not.toBeChecked();
  await page.getByRole('radio', { name: 'Daily digest' }).click();
  await expect(page.getByRole('radio', { name: 'Daily digest' })).toBeChecked();
  await expect(page.getByRole('combobox', { name: 'Hour of the daily digest' })).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(mine.getByRole('checkbox', { name: 'Campaigns by email' })).not.toBeChecked();
  await expect(page.getByRole('radio', { name: 'Daily digest' })).toBeChecked();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.goto(here.pathname);
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expectNoOverflow(page);
});

test('eight tabs share one connection: each is told, also when it breaks and when the tab that holds it closes', async ({
  page,
  context,
}) => {
  await signUpConfirmed(page, 'tabs@example.com');
  const streams = streamsOf(context);
  await page.reload();
  const tabs = [page];
  for (let tab = 1; tab < 8; tab++) {
    const next = await context.newPage();
    await next.goto(page.url());
    await unread(next, 0);
    tabs.push(next);
  }
  expect(streams().size).toBe(1);
  await createKey(page, 'First');
  for (const tab of tabs) await unread(tab, 1);

  await page.close();
  const left = tabs.slice(1);
  await expect.poll(() => streams().size).toBe(1);
  await createKey(left[0]!, 'Second');
  for (const tab of left) await unread(tab, 2);

  // Refused and broken again and again, whoever tries.
  let attempts = 0;
  await context.route('**/api/live', (route) => (attempts++ % 3 < 2 ? route.abort() : route.continue()));
  const [holder] = streams();
  await holder!.close();
  const others = left.filter((tab) => tab !== holder);
  await createKey(others[0]!, 'Third');
  for (const tab of others) await unread(tab, 3);
  await others[1]!.bringToFront();
  await bell(others[1]!).click();
  await others[1]!.getByRole('button', { name: 'Mark all as read' }).click();
  for (const tab of others) await unread(tab, 0);
});

/** The tabs that hold a connection right now. */
function streamsOf(context: BrowserContext): () => ReadonlySet<Page> {
  const open = new Map<unknown, Page>();
  context.on('request', (request) => {
    if (request.url().endsWith('/api/live')) open.set(request, request.frame().page());
  });
  context.on('requestfinished', (request) => void open.delete(request));
  context.on('requestfailed', (request) => void open.delete(request));
  return () => new Set([...open.values()].filter((tab) => !tab.isClosed()));
}
