import { expect, type Page, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, sendReviewed, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

const body = `<html><body><p>Hello {{ contact.first_name }}</p><p><a href="https://shop.org/sale">Sale</a>
<a href="{{ unsubscribe_url }}">Unsubscribe</a></p></body></html>`;

async function addPerson(page: Page, groupId: string, email: string): Promise<void> {
  const contact = await callApi(page, 'POST', '/api/contacts', { email, firstName: 'Kim' });
  const organization = /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  const added = await page.request.put(`${url}/api/groups/${groupId}/members/${contact.id}`, {
    headers: { 'x-organization': organization },
  });
  expect(added.ok()).toBe(true);
}

test('after a campaign was sent: retry who failed, reach those added since, remind who did not open', async ({
  page,
}) => {
  await signUpConfirmed(page, 'after@example.com');
  const group = await callApi(page, 'POST', '/api/groups', { name: 'Readers' });
  for (const who of ['kim', 'lee', 'fail-554+sam', 'hang-up+jo']) await addPerson(page, group.id, `${who}@example.com`);
  const template = await callApi(page, 'POST', '/api/templates', {
    name: 'Prices',
    subject: 'New prices',
    format: 'html',
    body,
  });
  const campaign = await callApi(page, 'POST', '/api/campaigns', {
    name: 'Prices',
    templateId: template.id,
    groupIds: [group.id],
    senderName: 'Shop',
    senderEmail: 'hello@shop.org',
  });
  const base = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  await page.goto(`${base}/campaigns/${campaign.id}/edit?step=5`);
  await sendReviewed(page, '4 people');

  // Each number leads to its people, and each of them to why.
  await page.getByRole('link', { name: '1 failed: the receiving server permanently rejected the message' }).click();
  await expect(page).toHaveURL(/state=failed&reason=rejected/);
  await expect(page.getByRole('link', { name: 'fail-554+sam@example.com' })).toBeVisible();
  const list = page.getByRole('region', { name: 'People', exact: true });
  await expect(list).toBeFocused();
  await expect(list).toBeInViewport();
  await expect(page.getByText('554 5.7.1 Not allowed')).toBeVisible();
  await expect(page.getByText('kim@example.com')).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Reason' })).toHaveText(/rejected the message/);
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Bounced' }).click();
  await expect(page).toHaveURL(/\?did=bounced$/);
  await expect(list).toBeFocused();
  await expect(page.getByRole('combobox', { name: 'Engagement' })).toHaveText(/Bounced/);
  await expect(page.getByText('No campaign was sent before this one', { exact: false })).toBeVisible();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  expect((await saving).suggestedFilename()).toBe('campaign-people.csv');

  await page.getByRole('button', { name: 'Retry 1 person who was rejected' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText('can damage your sending reputation')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Retry 1 person who was rejected' }).click();
  await expect(dialog).toHaveCount(0);
  // While it is sent again, the page may still show the ledger from before.
  const statusOf = async () => (await callApi(page, 'GET', `/api/campaigns/${campaign.id}`)).status;
  await expect.poll(statusOf).toBe('sent');
  await page.reload();
  await expect(page.getByText('The ledger is closed and adds up.')).toBeVisible();

  await page.getByRole('button', { name: 'Send again to 1 person' }).click();
  await expect(dialog.getByRole('button', { name: 'Send again to 1 person' })).toBeDisabled();
  await dialog.getByLabel('Reason for sending again').fill('It is their ticket');
  await dialog.getByLabel(/^Type “Prices”/).fill('Prices');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Mark 1 person as accepted' }).click();
  await expect(dialog.getByText('Nothing is sent.')).toBeVisible();
  await dialog.getByLabel('How you know it arrived').fill('It is in their server’s log');
  await dialog.getByLabel(/^Type “Prices”/).fill('Prices');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Mark 1 person as accepted' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'The audience' })).toContainText('4=3 accepted');
  await expect(page.getByRole('button', { name: 'Mark 1 person as accepted' })).toHaveCount(0);
  const report = page.url();
  await page.goto(`${base}/campaigns/why?email=hang-up%2Bjo@example.com`);
  await expect(page.getByText(/^We cannot tell whether it arrived; .+ marked it as accepted\.$/)).toBeVisible();
  await expect(page.getByText(/marked as accepted by .+: “It is in their server’s log”/)).toBeVisible();
  await expectAccessible(page);
  await page.goto(report);

  await addPerson(page, group.id, 'late@example.com');
  await page.getByRole('button', { name: 'Send to new people' }).click();
  await expect(page.getByRole('dialog').getByText('1 person now in its groups and segments')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Send to 1 person' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const people = page.getByRole('region', { name: 'The audience' });
  await expect(people).toContainText('5=4 accepted');
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('button', { name: 'Send a reminder to non-openers' }).click();
  await expect(page.getByText('They got “New prices”.')).toBeVisible();
  await page.getByLabel('New subject').fill('new  prices ');
  await page.getByRole('dialog').getByRole('button', { name: 'Create draft' }).click();
  await expect(page.getByText('They did not open this subject. Write a different one.')).toBeVisible();
  await page.getByLabel('New subject').fill('Did you see the new prices?');
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Create draft' }).click();
  await expect(page.getByText('Only people who got another campaign and have not opened it')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue to sender' }).click();
  await page.getByRole('button', { name: 'Continue to time' }).click();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await expect(
    page.getByRole('region', { name: 'The message' }).getByText('Did you see the new prices?'),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send to 4 people' })).toBeVisible();
});

test('the page of a contact leads to why they got a campaign, or not', async ({ page }) => {
  await signUpConfirmed(page, 'whylink@example.com');
  const contact = await callApi(page, 'POST', '/api/contacts', { email: 'kim@example.com', firstName: 'Kim' });
  const base = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  await page.goto(`${base}/contacts/${contact.id}`);
  await page.getByRole('link', { name: 'Delivery history' }).click();
  await expect(page.getByText('In no audience so far.')).toBeVisible();
});
