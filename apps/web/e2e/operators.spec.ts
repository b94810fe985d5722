import { expect, type Page, test } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { organizationOf, sql } from './billing.ts';
import { operatorAddress } from './operator-address.ts';
import {
  callApi,
  expectAccessible,
  expectNoOverflow,
  importPeople,
  newTemplate,
  password,
  reviewCampaign,
  sendAtOnce,
  signUp,
  signUpConfirmed,
  url,
} from './person.ts';

test.use({ baseURL: url });

async function setUpApp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up app' }).click();
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
  const secret = (await page.getByTestId('totp-secret').textContent()) ?? '';
  await page.getByLabel('Code shown in the app').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('button', { name: 'I have saved them' }).click();
}

/** Somebody's organization, with a name of its own. */
async function organizationNamed(page: Page, name: string, email: string): Promise<string> {
  await signUpConfirmed(page, email);
  await sql('update organizations set name = $2 where id = $1', [organizationOf(page), name]);
  return organizationOf(page);
}

test('an operator needs a second factor, finds an organization, assigns a plan, undoes it, and takes notes', async ({
  browser,
  page,
}) => {
  const owner = await (await browser.newContext({ baseURL: url })).newPage();
  const name =
    'Übermäßig lange Organisation, die niemals in eine einzige Zeile passt, auch nicht auf einem breiten Schirm';
  const organization = await organizationNamed(owner, name, 'long-name@example.com');
  await signUpConfirmed(page, operatorAddress);
  await page.goto('/operator');
  await expect(page.getByRole('heading', { name: 'The operator area requires a second factor' })).toBeVisible();
  await expectAccessible(page);
  await setUpApp(page);
  await expect(page.getByRole('heading', { name: 'Organizations' })).toBeVisible();

  await page.getByLabel('Search by name, domain or owner’s address').fill('long-name@');
  await expect(page.getByText('1 organization match')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('row').filter({ hasText: name }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await page.getByRole('button', { name: 'Change plan' }).click();
  await page.getByRole('combobox', { name: 'Plan' }).click();
  await page.getByRole('option', { name: 'Business' }).click();
  await page.getByRole('button', { name: 'Assign Business' }).click();
  await expect(page.getByText('Enter a reason.')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Reason').fill('Paid by bank transfer');
  await page.getByRole('button', { name: 'Assign Business' }).click();
  await expect(page.getByRole('heading', { name: 'Plan: Business' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: 'Plan: Standard' })).toBeVisible();
  await page.getByLabel('New note').fill('Called them.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(page.getByText('Note added')).toBeVisible();
  await expect(page.getByText('Reason: Undone: Paid by bank transfer')).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectAccessible(page);
  await expectNoOverflow(page);

  await page.setViewportSize({ width: 1440, height: 900 });
  await suspendAndResume(page, owner, organization);
  for (const [path, heading] of [
    ['plans', 'Plans'],
    ['billing-checks', 'Billing checks'],
    ['actions', 'Operator log'],
  ] as const) {
    await page.goto(`/operator/${path}`);
    await expect(page.getByRole('heading', { name: heading, exact: true })).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 375, height: 812 });
    await expectNoOverflow(page);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});

/** The owner sees why nothing goes out, and a campaign goes on by itself afterwards. */
async function suspendAndResume(page: Page, owner: Page, organization: string): Promise<void> {
  await page.getByRole('button', { name: 'Suspend sending' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend sending' }).click();
  await expect(page.getByText('Enter a reason.')).toBeVisible();
  await page.getByLabel('Reason').fill('Many complaints');
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend sending' }).click();
  await expect(page.getByText('Suspended', { exact: true })).toBeVisible();
  await expectAccessible(page);

  await owner.reload();
  const bar = owner.getByRole('region', { name: 'Sending is suspended' });
  await expect(bar).toContainText('Reason: Many complaints.');
  await expect(bar.getByRole('link', { name: `Write to ${operatorAddress}` })).toBeVisible();
  const people = ['email', 'reader@example.com'];
  await importPeople(owner, 'Readers', people);
  await newTemplate(owner, 'News');
  await sendAtOnce(owner);
  await reviewCampaign(owner, 'Held', 'News', 'Readers');
  await owner.reload();
  await owner.getByRole('button', { name: 'Send to 1 person' }).click();
  await owner.getByRole('alertdialog').getByRole('button', { name: 'Send to 1 person' }).click();
  await expect(owner.getByText('1 person is waiting, and nobody is lost.')).toBeVisible();
  await expectAccessible(owner);
  await owner.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(owner);

  await page.getByRole('button', { name: 'Resume sending' }).click();
  await page.getByLabel('Reason').fill('The list was cleaned');
  await page.getByRole('dialog').getByRole('button', { name: 'Resume sending' }).click();
  await expect(page.getByText('Campaigns and messages are sent')).toBeVisible();
  await expect(owner.getByText('The ledger is closed and adds up.')).toBeVisible();
  await expect(bar).toHaveCount(0);
  expect((await callApi<{ suspension: null }>(owner, 'GET', '/api/sending-suspension')).suspension).toBeNull();
  expect(organization).toBe(organizationOf(owner));
}

test('for everybody else there is no operator area', async ({ page }) => {
  await signUp(page, 'no-operator@example.com');
  await page.goto('/operator');
  await expect(page.getByText(/does not exist|not found/i).first()).toBeVisible();
});
