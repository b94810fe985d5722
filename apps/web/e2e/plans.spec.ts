import { expect, type Page, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, go, inbox, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

const body = `<html><body><p>Hello {{ contact.first_name }}</p><p><a href="https://shop.org/sale">Sale</a>
<a href="{{ unsubscribe_url }}">Unsubscribe</a></p></body></html>`;

/** A draft that is ready, made as a program would; the page shows its review. */
async function openDraft(page: Page, name: string): Promise<void> {
  const group = await callApi(page, 'POST', '/api/groups', { name: `${name}: people` });
  for (const who of ['kim', 'lee']) {
    const email = `${who}.${name.toLowerCase()}@example.com`;
    const contact = await callApi(page, 'POST', '/api/contacts', { email, firstName: who, timeZone: 'Asia/Tokyo' });
    const base = `/api/groups/${group.id}/members`;
    const organization = /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';
    const added = await page.request.put(`${url}${base}/${contact.id}`, {
      headers: { 'x-organization': organization },
    });
    expect(added.ok()).toBe(true);
  }
  const template = await callApi(page, 'POST', '/api/templates', { name, subject: 'New prices', format: 'html', body });
  const campaign = await callApi(page, 'POST', '/api/campaigns', {
    name,
    templateId: template.id,
    groupIds: [group.id],
    senderName: 'Shop',
    senderEmail: 'hello@shop.org',
  });
  const base = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  await page.goto(`${base}/campaigns/${campaign.id}/edit?step=4`);
}

const confirm = (page: Page, name: string) =>
  page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name }).click();

test('Send is undone by keyboard before anybody got anything, and a test goes to oneself only', async ({
  page,
  request,
}) => {
  await signUpConfirmed(page, 'undo@example.com');
  await openDraft(page, 'Undone');
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await expect(page.getByText('When you press Send, after an undo window of 1 min.')).toBeVisible();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send test' }).click();
  await expect(page.getByText('Test sent to 1 member')).toBeVisible();
  await page.getByRole('button', { name: 'Send to 2 people' }).click();
  await confirm(page, 'Send to 2 people');
  await expect(page.getByRole('timer')).toContainText('Until then you can undo it.');
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Undone. Nothing was sent.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send to 2 people' })).toBeVisible();
  const subjects = async (search: string) => {
    const list = await request.get(`${inbox}/api/messages?search=${search}`);
    return ((await list.json()) as { messages: { subject: string }[] }).messages.map(({ subject }) => subject); // the inbox's own answer
  };
  expect(await subjects('undone%40example.com')).toEqual([]);
  expect(await subjects('undo%40example.com')).toContain('[Test] New prices');
});

test('a campaign is scheduled, found in the calendar, moved to local time and taken back', async ({ page }) => {
  await signUpConfirmed(page, 'planner@example.com');
  await openDraft(page, 'Planned');
  await page.getByRole('radio', { name: 'At a set time', exact: true }).check();
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Date and time').fill('');
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await expect(page.getByText('Choose a date and a time, such as')).toBeVisible();
  await page.getByLabel('Date and time').fill(`${day}T09:00`);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await page.getByRole('button', { name: 'Schedule for 2 people' }).click();
  await confirm(page, 'Schedule for 2 people');
  await expect(page.getByText('Scheduled', { exact: true })).toBeVisible();
  await expect(page.getByText(/Starts .*, 09:00 in /)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Campaigns' }).click();
  await page.getByRole('link', { name: 'Calendar' }).click();
  if (day.slice(0, 7) !== new Date().toISOString().slice(0, 7))
    await page.getByRole('button', { name: 'Next month' }).click();
  await expect(page.getByRole('link', { name: /Planned/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Next month' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: /Planned/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Previous month' }).click();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectAccessible(page);
  await expectNoOverflow(page);
  await page.getByRole('link', { name: /Planned/ }).click();
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('button', { name: 'Reschedule' }).click();
  await page.getByRole('radio', { name: 'In each person’s time zone' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Reschedule' }).click();
  await expect(page.getByText(/Goes out .*, 09:00 in each person’s time zone/)).toBeVisible();
  await page.getByRole('button', { name: 'Unschedule' }).click();
  await expect(page.getByText('9:00 in each person’s time zone', { exact: false }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Duplicate' }).click();
  await expect(page.getByRole('heading', { name: 'Copy of Planned' })).toBeVisible();
});

test('a second member approves before anything is sent', async ({ page }) => {
  await signUpConfirmed(page, 'careful@example.com');
  await go(page, 'Settings');
  await page.getByLabel('Require another member’s approval for every campaign').check();
  await page.getByLabel('Undo window (seconds)').fill('601');
  await page.keyboard.press('Tab');
  await expect(page.getByText('Enter at most 600 seconds.')).toBeVisible();
  await page.getByLabel('Undo window (seconds)').fill('0');
  await page.getByRole('button', { name: 'Save sending settings' }).click();
  await expect(page.getByText('Sending settings saved')).toBeVisible();
  await expectAccessible(page);
  await openDraft(page, 'Checked');
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await expect(page.getByRole('button', { name: 'Send to 2 people' })).toBeDisabled();
  await page.getByLabel('Note').fill('For Friday');
  await page.getByRole('button', { name: 'Request approval' }).click();
  await expect(page.getByText('Ada Lovelace requested approval')).toBeVisible();
  await expect(page.getByText('You requested this approval. Another member has to decide.')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Campaigns' }).click();
  await expect(page.getByText('Waiting for approval')).toBeVisible();
});
