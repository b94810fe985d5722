import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNoOverflow, go, newTemplate, signUpConfirmed, url, sendAtOnce } from './person.ts';

test.use({ baseURL: url });

const people = 40;

/** Contacts, a template, and a draft that is ready but for who gets it first. */
async function draft(page: Page, email: string): Promise<void> {
  await signUpConfirmed(page, email);
  await page.getByRole('link', { name: 'Import your contacts' }).click();
  const rows = Array.from({ length: people }, (_, index) => `reader${index}@example.com,Reader ${index}`);
  await page.locator('input[type=file]').setInputFiles({
    name: 'readers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`Email,First name\n${rows.join('\n')}\n`),
  });
  await page.getByLabel(/Where do these people come from/).fill('Readers who asked for letters');
  await page.getByRole('button', { name: `Check ${people} rows` }).click();
  await page.getByRole('button', { name: `Import ${people} people` }).click();
  await expect(page.getByText('Every row is accounted for')).toBeVisible();
  await newTemplate(page, 'Welcome');
  await go(page, 'Campaigns');
  await page.getByRole('link', { name: 'New campaign' }).first().click();
  await page.getByLabel('Name').fill('First letter');
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.getByRole('combobox', { name: 'Template' }).click();
  await page.getByRole('option', { name: /Welcome/ }).click();
  await page.getByRole('button', { name: 'Continue to audience' }).click();
  await page.getByLabel(/readers/).check();
  await page.getByRole('button', { name: 'Continue to sender' }).click();
  await page.getByLabel('Sender name').fill('Ada');
  await page.getByLabel('Sender address').fill('ada@engines.example');
  await page.getByRole('button', { name: 'Continue to time' }).click();
  await sendAtOnce(page);
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await page.getByRole('link', { name: 'Test variants or start with a few' }).click();
}

async function send(page: Page): Promise<void> {
  await page.getByRole('button', { name: `Send to ${people} people` }).click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: `Send to ${people} people` })
    .click();
}

test('two subjects are tested, and the one that is chosen goes to everyone who was held', async ({ page }) => {
  await draft(page, 'variants@example.com');
  await page.getByLabel('A/B test').check();
  await expect(page.getByText('20 % = 8 people, 4 for each variant; 32 are held')).toBeVisible();
  await page.getByLabel(/^Share of the audience/).fill('95');
  await page.getByRole('button', { name: 'Save and review' }).click();
  await expect(page.getByText('Test with at most 90 percent')).toBeVisible();
  await page.getByLabel(/^Share of the audience/).fill('50');
  await expect(page.getByText('50 % = 20 people, 10 for each variant; 20 are held')).toBeVisible();
  await page.getByRole('group', { name: 'Variant B' }).getByLabel('Subject').fill('Another way to say it');
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Save and review' }).click();
  await expect(page.getByText('20 people are in the test, 10 for each of 2 variants.')).toBeVisible();
  await expect(page.getByText('Only 10 people get each variant.')).toBeVisible();
  await expectAccessible(page);

  await send(page);
  await expect(page.getByText('No clear winner yet')).toBeVisible();
  await expect(page.getByText(/20 held until the test ends/).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Variant B' }).getByText('Another way to say it')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Send B to 20 people' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send to 20 people' }).click();
  await expect(page.getByText('The ledger is closed and adds up.')).toBeVisible();
  await expect(page.getByText('B was chosen by a member.')).toBeVisible();
});

test('the first few get it, and the rest after a person has let them', async ({ page }) => {
  await draft(page, 'rollout@example.com');
  await page.getByLabel('Start with a few').check();
  await page.getByLabel('Send first to').fill('25');
  await expect(page.getByText('10 people, chosen at random; 30 are held.')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Save and review' }).click();
  await expect(page.getByText('10 people get it first. 30 are held for 1 h')).toBeVisible();
  await send(page);
  await expect(page.getByText(/30 held until the hold ends/).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send to 30 people now' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send to 30 people' }).click();
  await expect(page.getByText('The ledger is closed and adds up.')).toBeVisible();
});
