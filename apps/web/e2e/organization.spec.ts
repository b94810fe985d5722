import { expect, type Page, test } from '@playwright/test';
import {
  expectAccessible,
  expectNoOverflow,
  go,
  inbox,
  mailedLink,
  password,
  signUp,
  signUpConfirmed,
  url,
} from './person.ts';

test.use({ baseURL: url });

const addGroup = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'New group' }).first().click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create group' }).click();
  await expect(page.getByText(`“${name}” created`)).toBeVisible();
};

test('an owner deletes the organization by its name, sees that on every page, is told by mail, and keeps it', async ({
  page,
  request,
}) => {
  await signUp(page, 'leaving@example.com');
  await go(page, 'Settings');
  await page.getByRole('button', { name: 'Delete Analytical Engines' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('0 contacts, 0 templates and 0 campaigns with their reports');
  const confirm = dialog.getByRole('button', { name: 'Delete Analytical Engines' });
  await dialog.getByLabel(/Type/).fill('analytical engines');
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel(/Type/).fill('Analytical Engines');
  await expectAccessible(page);
  await confirm.click();

  const bar = page.getByRole('region', { name: 'Deletion' });
  await expect(bar).toContainText('This organization will be deleted on');
  await expectAccessible(page);
  await page.goto('/');
  await go(page, 'Contacts');
  await expect(bar).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  const mailed = async () =>
    (await (await request.get(`${inbox}/api/messages?search=leaving`)).json()) as { messages: { subject: string }[] };
  await expect
    .poll(async () => (await mailed()).messages.map(({ subject }) => subject).join())
    .toContain('Analytical Engines will be deleted on');

  await bar.getByRole('button', { name: 'Cancel deletion' }).click();
  await expect(page.getByText('Analytical Engines stays')).toBeVisible();
  await expect(bar).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Contacts' })).toBeVisible();
  await expect(bar).toHaveCount(0);
});

test('two tabs show two organizations, and what each writes lands in its own', async ({ page, context }) => {
  await signUp(page, 'both@example.com');
  const other = await context.newPage();
  await other.goto('/');
  await other.getByRole('button', { name: 'Organization: Analytical Engines' }).click();
  await other.getByRole('menuitem', { name: 'New organization…' }).click();
  await other.getByLabel('Organization name').fill('Difference Engines');
  await other.getByRole('button', { name: 'Create organization' }).click();
  await expect(other.getByRole('heading', { name: 'Difference Engines' })).toBeVisible();

  // Switching in the header renews the session, which the other tab shares.
  await other.getByRole('button', { name: 'Organization: Difference Engines' }).click();
  await other.getByRole('menuitemradio', { name: /Analytical Engines/ }).click();
  await expect(other.getByRole('heading', { name: 'Analytical Engines' })).toBeVisible();
  await other.getByRole('button', { name: 'Organization: Analytical Engines' }).click();
  await other.getByRole('menuitemradio', { name: /Difference Engines/ }).click();
  await expect(other.getByRole('heading', { name: 'Difference Engines' })).toBeVisible();

  await go(page, 'Groups');
  await go(other, 'Groups');
  await addGroup(page, 'Friends of analysis');
  await addGroup(other, 'Friends of difference');
  await addGroup(page, 'More friends of analysis');
  for (const each of [page, other]) await each.reload();
  await expect(page.getByText('Friends of analysis', { exact: true })).toBeVisible();
  await expect(page.getByText('More friends of analysis')).toBeVisible();
  await expect(page.getByText('Friends of difference')).toHaveCount(0);
  await expect(other.getByText('Friends of difference')).toBeVisible();
  await expect(other.getByText('Friends of analysis')).toHaveCount(0);
});

test('a page learns a new name without a reload', async ({ page, browser }) => {
  await signUp(page, 'renamer@example.com');
  const organization = page.url();
  const again = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage();
  await again.goto(organization);
  await expect(again.getByRole('button', { name: 'Organization: Analytical Engines' })).toBeVisible();
  await go(page, 'Settings');
  await page.getByLabel('Name', { exact: true }).fill('Difference Engines');
  await page.getByRole('button', { name: 'Save organization' }).click();
  await expect(again.getByRole('button', { name: 'Organization: Difference Engines' })).toBeVisible();
});

test('an owner makes a colleague the owner, and both pages know at once', async ({ page, browser, request }) => {
  await signUpConfirmed(page, 'first-owner@example.com');
  await go(page, 'Settings');
  await page.getByRole('link', { name: 'Members' }).click();
  await page.getByRole('button', { name: 'Invite someone' }).click();
  await page.getByLabel('Email address').fill('second-owner@example.com');
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await expect(page.getByText('Invitation sent to second-owner@example.com')).toBeVisible();
  const colleague = await (await browser.newContext()).newPage();
  await colleague.goto(await mailedLink(request, 'second-owner@example.com', 'invitation'));
  await colleague.getByLabel('Your name').fill('Grace Hopper');
  await colleague.getByLabel('Password', { exact: true }).fill(password);
  await colleague.getByRole('button', { name: 'Create account and join' }).click();
  await colleague.waitForURL(/\/o\//);
  await go(colleague, 'Settings');
  await expect(colleague.getByRole('button', { name: 'Leave Analytical Engines' })).toBeVisible();
  await expect(colleague.getByRole('button', { name: 'Delete Analytical Engines' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Make Grace Hopper the owner' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('You become an admin');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Make Grace Hopper the owner' }).click();
  await expect(page.getByText('Grace Hopper is now the owner')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Organization: Analytical Engines' })).toContainText('Admin');
  await expect(page.getByRole('button', { name: 'Make Grace Hopper the owner' })).toHaveCount(0);
  await expect(colleague.getByRole('button', { name: 'Delete Analytical Engines' })).toBeVisible();
});

test('a request refused because another tab renewed the session is asked again, not taken for the end of it', async ({
  page,
}) => {
  await signUp(page, 'renewed@example.com');
  let refusals = 0;
  await page.route('**/api/groups*', async (route) => {
    if (refusals > 0) return route.continue();
    refusals += 1;
    await route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"code":"session.required"}' });
  });
  await go(page, 'Groups');
  await expect(page.getByRole('button', { name: 'New group' }).first()).toBeVisible();
  await addGroup(page, 'Still here');
  expect(refusals).toBe(1);

  // Really signed out elsewhere, the page sends to sign in.
  await page.context().clearCookies();
  const signIn = expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await Promise.any([go(page, 'Contacts'), signIn]); // it may notice by itself before the link can be clicked
  await signIn;
});

test('a person chooses how dates and numbers are written, and in which zone', async ({ page }) => {
  await signUp(page, 'regional@example.com');
  await page.goto(`${new URL(page.url()).pathname.replace(/\/$/, '')}/settings/you`);
  await page.getByRole('combobox', { name: 'Dates and numbers' }).click();
  await page.getByRole('option', { name: /German \(Germany\)/ }).click();
  await page.getByRole('combobox', { name: 'Time zone' }).fill('japan'); // found by the country, which is not in its name
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
  await page.getByRole('button', { name: 'Save language and region' }).click();
  await expect(page.getByText('Language and region saved')).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Asia/Tokyo');
});

test('a logo is refused as SVG, scaled down as a picture, and seen in the switcher', async ({ page }) => {
  await signUp(page, 'artist@example.com');
  await go(page, 'Settings');
  const file = page.locator('input[type=file]');
  await file.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
  await expect(page.getByText('SVG images can contain scripts')).toBeVisible();
  const picture = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 900, height: 600 });
    canvas.getContext('2d')?.fillRect(0, 0, 450, 600);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  await file.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from(picture, 'base64') });
  await expect(page.getByText('Logo saved')).toBeVisible();
  const logo = page.getByRole('button', { name: /^Organization:/ }).locator('img');
  await expect.poll(() => logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(256);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove logo' }).click();
  await expect(page.getByText('Logo removed')).toBeVisible();
  await expect(logo).toHaveCount(0);
});
