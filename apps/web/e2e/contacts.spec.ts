import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import {
  expectAccessible,
  expectNoOverflow,
  go,
  importPeople,
  newTemplate,
  reviewCampaign,
  sendReviewed,
  signUp,
  signUpConfirmed,
  url,
} from './person.ts';

test.use({ baseURL: url });

const longAddress = `${'a'.repeat(60)}@${'department.'.repeat(5)}headquarters.example.com`;

const rowOf = (page: Page, email: string) => page.getByRole('row').filter({ hasText: email });

async function select(page: Page, emails: readonly string[]): Promise<void> {
  for (const email of emails) await rowOf(page, email).getByRole('checkbox').check();
  await expect(page.getByText(`${emails.length} contacts selected`)).toBeVisible();
}

test('a selection is exported, changed together, deleted, and brought back', async ({ page }) => {
  await signUp(page, 'selection@example.com');
  await importPeople(page, 'friends', [
    'email,first name,city',
    'zoe@mail.example,Zoë,Bern',
    'jose@mail.example,José,Porto',
    'ada@mail.example,Ada,London',
    `${longAddress},Long,Bern`,
  ]);
  await page.getByRole('link', { name: 'View contacts' }).click();
  await page.setViewportSize({ width: 375, height: 812 });
  await expect(page.getByText(longAddress)).toBeVisible();
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  // Found by any part, without accents; here and by ⌘K, which also answers why.
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('OSE mail');
  await expect(page.getByText('1 contact match')).toBeVisible();
  await rowOf(page, 'jose@mail.example').getByRole('link').first().click();
  await page.getByRole('combobox', { name: 'Country' }).fill('portug');
  await page.getByRole('option', { name: 'Portugal' }).click();
  await page.getByRole('combobox', { name: 'Language' }).fill('deutsch');
  await page.getByRole('combobox', { name: 'Language' }).press('Enter');
  await page.getByRole('combobox', { name: 'Time zone' }).fill('portugal');
  await page.getByRole('option', { name: 'Europe/Lisbon' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save contact' }).click();
  await expect(page.getByText('Contact saved')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Country' })).toHaveValue('Portugal');
  await expect(page.getByRole('combobox', { name: 'Language' })).toHaveValue('German');
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Europe/Lisbon');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByPlaceholder('Search or run an action…').fill('zoe@mail.example');
  await expect(page.getByRole('option', { name: 'Deliveries to zoe@mail.example' })).toBeVisible();
  await page.getByRole('option', { name: /^zoe@mail.example/ }).click();
  await expect(page.getByLabel('Email address')).toHaveValue('zoe@mail.example');
  await go(page, 'Contacts');

  // To a file of exactly these.
  await select(page, ['zoe@mail.example', 'jose@mail.example']);
  await expectAccessible(page);
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV file' }).click();
  await expect(page.getByText('Ready', { exact: true })).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const file = await readFile(await (await downloading).path(), 'utf8');
  const lines = file.trim().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('Email,First name');
  expect(file).toContain('zoe@mail.example');
  expect(file).toContain('José');
  expect(file).not.toContain('ada@mail.example');

  // Into a group of their own.
  await go(page, 'Groups');
  await page.getByRole('button', { name: 'New group' }).first().click();
  await page.getByLabel('Name').fill('Chosen');
  await page.getByRole('button', { name: 'Create group' }).click();
  await expect(page.getByText('“Chosen” created')).toBeVisible();
  await go(page, 'Contacts');
  await select(page, ['zoe@mail.example', 'jose@mail.example']);
  await page.getByRole('button', { name: 'Add to group' }).click();
  await page.getByRole('combobox', { name: 'Group' }).last().click();
  await page.getByRole('option', { name: 'Chosen' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Add 2 contacts' }).click();
  await expect(page.getByText('2 = 2 changed + 0 unchanged')).toBeVisible({ timeout: 30_000 }); // a worker does it

  // Deleted together, and undone where it is listed.
  await select(page, ['zoe@mail.example', 'ada@mail.example']);
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete 2 contacts' }).click();
  await expect(rowOf(page, 'zoe@mail.example')).toHaveCount(0);
  await page.getByRole('button', { name: 'More about contacts' }).click();
  await page.getByRole('menuitem', { name: 'Bulk changes' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo: Delete 2 contacts' }).click();
  await expect(page.getByText('Restore 2 contacts')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo: Delete 2 contacts' })).toHaveCount(0);
  await go(page, 'Groups');
  await expect(page.getByRole('main').getByRole('listitem').filter({ hasText: 'Chosen' })).toContainText('2 contacts');
});

test('two contacts of one person are merged, and a file that names either finds the one that was kept', async ({
  page,
}) => {
  await signUp(page, 'merging@example.com');
  await importPeople(page, 'customers', [
    'email,first name,city',
    'ada@work.example,Ada,London',
    'lovelace@home.example,Augusta,Kirkby',
  ]);
  await page.getByRole('link', { name: 'View contacts' }).click();
  await page.getByRole('link', { name: 'ada@work.example' }).click();
  await page.getByRole('button', { name: 'Merge' }).click();
  await page.getByRole('searchbox', { name: 'Find the other contact' }).fill('lovelace');
  await page.getByRole('button', { name: /lovelace@home.example/ }).click();
  await expect(page.getByText('lovelace@home.example will be removed. This cannot be undone.')).toBeVisible();
  await page.getByRole('combobox', { name: 'City' }).click();
  await page.getByRole('option', { name: 'Kirkby' }).click();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Merge contacts' }).click();
  await expect(page.getByText('lovelace@home.example is now part of this contact.')).toBeVisible();
  await expect(page.getByLabel('City')).toHaveValue('Kirkby');
  await expect(page.getByLabel('First name')).toHaveValue('Ada');

  // The column of another name becomes the attribute there is, chosen from the list.
  await go(page, 'Contacts');
  await expect(page.getByText('1 contact', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await page.locator('input[type=file]').setInputFiles({
    name: 'moved.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('email,Lives in\nlovelace@home.example,Ockham\n'),
  });
  await page.getByRole('combobox', { name: 'Lives in becomes' }).click();
  await expect(page.getByRole('option', { name: 'New attribute lives_in' })).toBeVisible();
  await page.getByRole('option', { name: 'Attribute city' }).click();
  await expect(page.getByRole('combobox', { name: 'Type of city' })).toHaveCount(0);
  await page.getByLabel(/Where do these people come from/).fill('They told us');
  await page.getByRole('button', { name: 'Check 1 row' }).click();
  await expect(page.getByText('1 address belongs to a contact that was merged into another')).toBeVisible();
  await expect(page.getByText(/Line 2: lovelace@home.example/)).toContainText('ada@work.example');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Import 1 person' }).click();
  await expect(page.getByText('Every row is accounted for')).toBeVisible();
  await go(page, 'Contacts');
  await page.getByRole('link', { name: 'ada@work.example' }).click();
  await expect(page.getByLabel('City')).toHaveValue('Ockham');
});

test('a person is erased by typing the address: they are gone and suppressed, and the totals stay', async ({
  page,
}) => {
  test.slow(); // a campaign is sent and another made ready
  await signUpConfirmed(page, 'eraser@example.com');
  await importPeople(page, 'readers', ['email,first name', 'forget-me@mail.example,Rose', 'keep-me@mail.example,Kim']);
  await newTemplate(page, 'Letter');
  await reviewCampaign(page, 'First letter', 'Letter', 'readers');
  await sendReviewed(page, '2 people');
  const accepted = page.getByRole('link', { name: '2 accepted' });
  await expect(accepted).toBeVisible();
  const report = page.url();

  await go(page, 'Contacts');
  await page.getByRole('link', { name: 'forget-me@mail.example' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'First letter' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Erase' }).click();
  const dialog = page.getByRole('alertdialog');
  const erase = dialog.getByRole('button', { name: 'Erase this person' });
  await dialog.getByLabel(/Type/).fill('keep-me@mail.example');
  await expect(erase).toBeDisabled();
  await dialog.getByLabel(/Type/).fill('forget-me@mail.example');
  await expectAccessible(page);
  await erase.click();
  await expect(page.getByText('The person was erased')).toBeVisible();
  await expect(page.getByText('The receipt is in the audit log.')).toBeVisible();
  await expect(page.getByText('1 contact', { exact: true })).toBeVisible();

  // Gone, suppressed, receipted, and counted as before.
  await page.getByRole('button', { name: 'More about contacts' }).click();
  await page.getByRole('menuitem', { name: 'Suppressed addresses' }).click();
  await expect(page.getByText('An erased person')).toBeVisible();
  await expectAccessible(page);
  await page.goto(report);
  await expect(accepted).toBeVisible();
  await go(page, 'Settings');
  await page.getByRole('link', { name: 'Audit log' }).click();
  await expect(page.getByRole('row').filter({ hasText: /erased/i })).toHaveCount(1);

  // Added again, the address gets no campaign.
  await importPeople(page, 'again', ['email,first name', 'forget-me@mail.example,Rose']);
  await reviewCampaign(page, 'Second letter', 'Letter', 'again');
  await expect(page.getByText(/1 = 0 get it \+ 1 skipped/)).toBeVisible();
});
