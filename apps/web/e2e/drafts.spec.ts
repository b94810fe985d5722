import { expect, type Page, test } from '@playwright/test';
import { go, newTemplate, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('what was typed and not saved is there again, whatever closed the page or dialog, until it is saved or discarded', async ({
  page,
}) => {
  await signUp(page, `drafts-${Date.now()}@example.com`);
  await newTemplate(page, 'Newsletter');
  const subject = page.getByLabel('Subject');

  await test.step('after going elsewhere', async () => {
    await subject.fill('Half a thought');
    await go(page, 'Campaigns');
    await expect(page.getByText('Your unsaved changes are kept')).toBeVisible();
    await page.goBack();
    await expect(subject).toHaveValue('Half a thought');
    await expect(page.getByText('Your unsaved changes are back')).toBeVisible();
  });

  await test.step('after the tab was closed', async () => {
    await subject.fill('Half a thought more');
    await page.reload();
    await expect(subject).toHaveValue('Half a thought more');
  });

  await test.step('not after it was saved', async () => {
    await page.getByRole('button', { name: 'Save template' }).click();
    await expect(page.getByText('Template saved')).toBeVisible();
    await page.reload();
    await expect(subject).toHaveValue('Half a thought more');
    await expect(page.getByText('Saved', { exact: true })).toBeVisible();
    expect(await drafts(page)).toEqual([]);
  });

  await test.step('nor after it was discarded', async () => {
    await subject.fill('A bad idea');
    await page.reload();
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect(subject).toHaveValue('Half a thought more');
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

  await test.step('somebody else on this device sees nothing of it', async () => {
    expect(await drafts(page)).toHaveLength(1);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await signUp(page, `drafts-other-${Date.now()}@example.com`);
    await go(page, 'Campaigns');
    await page.getByRole('link', { name: 'New campaign' }).first().click();
    await expect(page.getByLabel('Name')).toHaveValue('');
  });
});

const drafts = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('engagex.draft.')));
