import { expect, type Page, test } from '@playwright/test';
import { callApi, expectAccessible, go, newTemplate, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('what was typed and not saved is there again, whatever closed the page or dialog, until it is saved or discarded', async ({
  page,
}) => {
  await signUp(page, `drafts-${Date.now()}@example.com`);
  await go(page, 'Settings');
  const field = page.getByLabel('Sender name');
  const save = page.getByRole('button', { name: 'Save organization' });
  const saved = page.getByText('Organization saved');

  await test.step('after going elsewhere', async () => {
    await field.fill('Half a thought');
    await go(page, 'Campaigns');
    await expect(page.getByText('Your unsaved changes are kept')).toBeVisible();
    await page.goBack();
    await expect(field).toHaveValue('Half a thought');
    await expect(page.getByText('Your unsaved changes are back')).toBeVisible();
  });

  await test.step('after the tab was closed', async () => {
    await field.fill('Half a thought more');
    await page.reload();
    await expect(field).toHaveValue('Half a thought more');
  });

  await test.step('not after it was saved', async () => {
    await save.click();
    await expect(saved).toBeVisible();
    await page.reload();
    await expect(field).toHaveValue('Half a thought more');
    await expect(save).toBeDisabled();
    expect(await drafts(page)).toEqual([]);
  });

  await test.step('what is typed while it is being saved', async () => {
    const arrived = Promise.withResolvers<void>();
    await page.route('**/api/organization', async (route) => {
      await arrived.promise;
      await route.continue();
    });
    await field.fill('A thought');
    await save.click();
    await field.fill('A thought and another');
    arrived.resolve();
    await expect(saved).toBeVisible();
    await page.unroute('**/api/organization');
    await expect(save).toBeEnabled();
    await expect(field).toHaveValue('A thought and another');
    await page.reload();
    await expect(field).toHaveValue('A thought and another');
    await save.click();
    await expect(save).toBeDisabled();
    await expect.poll(() => drafts(page)).toEqual([]);
  });

  await test.step('nor after it was discarded', async () => {
    await field.fill('A bad idea');
    await page.reload();
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect(field).toHaveValue('A thought and another');
    expect(await drafts(page)).toEqual([]);
  });

  await test.step('a dialog closed by Escape', async () => {
    await go(page, 'Contacts');
    await page.getByRole('link', { name: 'Groups' }).click();
    await page.getByRole('button', { name: 'New group' }).first().click();
    await page.getByRole('dialog').getByLabel('Name').fill('Friends of the house');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New group' }).first().click();
    await expect(page.getByRole('dialog').getByLabel('Name')).toHaveValue('Friends of the house');
    await page.getByRole('dialog').getByRole('button', { name: 'Create group' }).click();
    await expect(page.getByText('“Friends of the house” created')).toBeVisible();
    await expect.poll(() => drafts(page)).toEqual([]);
  });

  await test.step('but no password', async () => {
    await go(page, 'Settings');
    await page.getByRole('link', { name: 'Transports' }).click();
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'New transport' }).click();
    await dialog.getByLabel('Name', { exact: true }).fill('Our own');
    await dialog.getByLabel('Password', { exact: true }).fill('hunter2hunter2');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('button', { name: 'New transport' }).click();
    await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Our own');
    await expect(dialog.getByLabel('Password', { exact: true })).toHaveValue('');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('hunter2');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.evaluate(() => localStorage.clear());
  });

  await test.step('a step of the wizard, left by its stepper', async () => {
    await go(page, 'Campaigns');
    await page.getByRole('link', { name: 'New campaign' }).first().click();
    await page.getByLabel('Name').fill('Spring');
    await page.getByRole('button', { name: 'Create draft' }).click();
    const steps = page.getByRole('navigation', { name: 'Steps of the campaign' });
    await steps.getByRole('link', { name: 'Sender' }).click();
    await page.getByLabel('Sender name').fill('Ada');
    await steps.getByRole('link', { name: 'When' }).click();
    await steps.getByRole('link', { name: 'Sender' }).click();
    await expect(page.getByLabel('Sender name')).toHaveValue('Ada');
  });

  await test.step('someone else on this device sees nothing of it', async () => {
    expect(await drafts(page)).toHaveLength(1);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await signUp(page, `drafts-other-${Date.now()}@example.com`);
    await go(page, 'Campaigns');
    await page.getByRole('link', { name: 'New campaign' }).first().click();
    await expect(page.getByLabel('Name')).toHaveValue('');
  });
});

test('what was kept on this device keeps the version it was begun from', async ({ page }) => {
  await signUp(page, `versions-${Date.now()}@example.com`);
  await go(page, 'Settings');
  const field = page.getByLabel('Sender name');
  await field.fill('Half a thought');
  await go(page, 'Campaigns');
  await callApi(page, 'PUT', '/api/organization', { name: 'Analytical Engines', senderName: 'A whole one' });
  await page.goBack();
  await expect(field).toHaveValue('Half a thought');
  await page.reload();
  await page.getByRole('button', { name: 'Save organization' }).click();
  const dialog = changed(page);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Use all saved' }).click();
  await dialog.getByRole('button', { name: 'Use these values' }).click();
  await expect(field).toHaveValue('A whole one');
});

test('a step of a campaign and a setting see what another tab saved of them, and of nothing else', async ({ page }) => {
  await signUp(page, `steps-${Date.now()}@example.com`);
  await newTemplate(page, 'Newsletter');
  const other = await page.context().newPage();
  const dialog = changed(page);

  await test.step('a step of a campaign; another step saved elsewhere is no conflict', async () => {
    await go(page, 'Campaigns');
    await page.getByRole('link', { name: 'New campaign' }).first().click();
    await page.getByLabel('Name').fill('Spring');
    await page.getByRole('button', { name: 'Create draft' }).click();
    await page.waitForURL(/\/campaigns\/[\da-f-]{36}/);
    await page.getByLabel('Name').fill('Spring here');
    await other.goto(`${new URL(page.url()).pathname}?step=2`);
    await other.getByLabel('Sender name').fill('Ada');
    await other.getByLabel('Sender address').fill('ada@engines.example');
    await other.getByRole('button', { name: 'Continue to time' }).click();
    await expect(other.getByRole('button', { name: 'Continue to review' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Template' }).click();
    await page.getByRole('option', { name: /Newsletter/ }).click();
    await page.getByRole('button', { name: 'Continue to audience' }).click();
    await expect(page.getByText('Campaigns go to groups and segments')).toBeVisible();
    const steps = (tab: Page) => tab.getByRole('navigation', { name: 'Steps of the campaign' });
    await steps(page).getByRole('link', { name: 'Content' }).click();
    await page.getByLabel('Name').fill('Spring again');
    await steps(other).getByRole('link', { name: 'Content' }).click();
    await other.getByLabel('Name').fill('Spring there');
    await other.getByRole('button', { name: 'Continue to audience' }).click();
    await expect(other.getByText('Campaigns go to groups and segments')).toBeVisible();
    await page.getByRole('button', { name: 'Continue to audience' }).click();
    await expect(dialog.getByRole('group', { name: 'Name' })).toContainText('Spring there');
    await dialog.getByRole('button', { name: 'Use these values' }).click();
    await page.getByRole('button', { name: 'Continue to audience' }).click();
    await expect(page.getByRole('heading', { name: 'Spring again' })).toBeVisible();
  });

  await test.step('the settings of the organization', async () => {
    const settings = page.url().replace(/\/campaigns.*/, '/settings');
    await Promise.all([page.goto(settings), other.goto(settings)]);
    await page.getByLabel('Undo window (seconds)').fill('5');
    await other.getByLabel('Undo window (seconds)').fill('7');
    await other.getByRole('button', { name: 'Save sending settings' }).click();
    await expect(other.getByText('Sending settings saved')).toBeVisible();
    await page.getByLabel('Postal address').fill('Dorset Street 1, London');
    await page.getByRole('button', { name: 'Save organization' }).click();
    await expect(page.getByText('Organization saved')).toBeVisible();
    await page.getByRole('button', { name: 'Save sending settings' }).click();
    await expect(dialog).toContainText('7');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByLabel('Undo window (seconds)')).toHaveValue('5');
  });
});

test('what is open follows what is saved elsewhere until something is typed, and then both can be compared', async ({
  page,
}) => {
  await signUp(page, `news-${Date.now()}@example.com`);
  await go(page, 'Settings');
  const dialog = changed(page);
  const news = page.getByRole('note').filter({ hasText: 'Changed elsewhere while you were editing' });

  await test.step('the settings of the organization', async () => {
    const name = 'Analytical Engines';
    const field = page.getByLabel('Sender name');
    const save = page.getByRole('button', { name: 'Save organization' });
    await callApi(page, 'PUT', '/api/organization', { name, senderName: 'From elsewhere' });
    await expect(field).toHaveValue('From elsewhere');
    await expect(save).toBeDisabled();
    await field.fill('Mine');
    await callApi(page, 'PUT', '/api/organization', { name, senderName: 'Again', postalAddress: 'Only there 1' });
    await expect(news).toContainText('Postal address, Sender name');
    await expect(field).toHaveValue('Mine');
    await expectAccessible(page);
    await news.getByRole('button', { name: 'Compare' }).click();
    await expect(dialog.getByRole('group', { name: 'Sender name' })).toContainText('Again');
    await dialog.getByRole('button', { name: 'Use these values' }).click();
    await expect(news).toBeHidden();
    await expect(page.getByLabel('Postal address')).toHaveValue('Only there 1');
    await save.click();
    await expect(save).toBeDisabled();
    await expect(field).toHaveValue('Mine');
  });

  await test.step('the limit of a mailbox provider, in a dialog of a list', async () => {
    await go(page, 'Settings');
    await page.getByRole('link', { name: 'Transports' }).click();
    await page.getByRole('button', { name: 'Change the limit for Gmail' }).click();
    const limit = page.getByLabel('Messages per second');
    await callApi(page, 'PUT', '/api/mailbox-providers/gmail', { perSecond: 3 });
    await expect(limit).toHaveValue('3');
    await limit.fill('4');
    await callApi(page, 'PUT', '/api/mailbox-providers/gmail', { perSecond: 5 });
    await expect(news).toContainText('Messages per second');
    await expect(limit).toHaveValue('4');
    await page.getByRole('button', { name: 'Save limit' }).click();
    await expect(dialog.getByRole('group', { name: 'Messages per second' })).toContainText('5');
    await dialog.getByRole('button', { name: 'Use all saved' }).click();
    await dialog.getByRole('button', { name: 'Use these values' }).click();
    await expect(limit).toHaveValue('5');
    await page.keyboard.press('Escape');
  });

  await test.step('a step of a campaign', async () => {
    const template = { name: 'Newsletter', subject: 'News', format: 'html', body: '<p>Hello</p>' };
    await callApi(page, 'POST', '/api/templates', template);
    await go(page, 'Campaigns');
    await page.getByRole('link', { name: 'New campaign' }).first().click();
    await page.getByLabel('Name').fill('Spring');
    await page.getByRole('button', { name: 'Create draft' }).click();
    await page.waitForURL(/\/campaigns\/[\da-f-]{36}/);
    const campaign = new URL(page.url()).pathname.split('/').at(-2) ?? '';
    await callApi(page, 'PATCH', `/api/campaigns/${campaign}`, { name: 'Summer' });
    await expect(page.getByLabel('Name')).toHaveValue('Summer');
    await page.getByLabel('Name').fill('Autumn');
    await callApi(page, 'PATCH', `/api/campaigns/${campaign}`, { name: 'Winter' });
    await expect(news).toContainText('Name');
    await expect(page.getByLabel('Name')).toHaveValue('Autumn');
  });

  await test.step('a saved view stays as it was opened, and the second to save it sees both', async () => {
    const view = await callApi(page, 'POST', '/api/contact-views', { name: 'Regulars', filter: { search: 'ada' } });
    await go(page, 'Contacts');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitemradio', { name: 'Regulars' }).click();
    await callApi(page, 'PATCH', `/api/contact-views/${view.id}`, { filter: { search: 'grace' } });
    const search = page.getByLabel('Search contacts');
    await expect(search).toHaveValue('ada');
    await search.fill('alan');
    await expect(page).toHaveURL(/search=alan/);
    await page.getByRole('button', { name: 'Regulars' }).click();
    await page.getByRole('menuitem', { name: 'Save changes to “Regulars”' }).click();
    const filters = dialog.getByRole('group', { name: 'Filters' });
    await expect(filters).toContainText('Search: alan');
    await expect(filters).toContainText('Search: grace');
    await dialog.getByRole('button', { name: 'Use these values' }).click();
    await page.getByRole('button', { name: 'Regulars' }).click();
    await page.getByRole('menuitem', { name: 'Save changes to “Regulars”' }).click();
    await expect(page.getByText('“Regulars” saved')).toBeVisible();
    await expect(search).toHaveValue('alan');
  });
});

const drafts = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('engagex.draft.')));

const changed = (page: Page) => page.getByRole('dialog', { name: 'This was changed since you opened it' });
