import { expect, type Page, test } from '@playwright/test';
import { withClient } from '../../../tools/stack/postgres/postgres.ts';
import { ownerUrlOf } from '../../../tools/testing/product-database.ts';
import { callApi, expectAccessible, expectNoOverflow, go, mailTo, sendAtOnce, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

const body = `<html><body><p>Hello {{ contact.first_name }}</p><p><a href="https://shop.org/sale">Sale</a>
<a href="{{ unsubscribe_url }}">Unsubscribe</a></p></body></html>`;

interface Draft {
  readonly id: string;
  readonly base: string;
}

/** A draft to these addresses, made as a program would. */
async function draft(page: Page, name: string, emails: readonly string[], more: object = {}): Promise<Draft> {
  const base = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  const group = await callApi(page, 'POST', '/api/groups', { name: `${name}: people` });
  for (const email of emails) {
    const contact = await callApi(page, 'POST', '/api/contacts', { email, firstName: 'Kim' });
    const added = await page.request.put(`${url}/api/groups/${group.id}/members/${contact.id}`, {
      headers: { 'x-organization': base.split('/')[2] ?? '' },
    });
    expect(added.ok()).toBe(true);
  }
  const template = await callApi(page, 'POST', '/api/templates', { name, subject: 'New prices', format: 'html', body });
  const campaign = { name, templateId: template.id, groupIds: [group.id], senderName: 'Shop', ...more };
  const { id } = await callApi(page, 'POST', '/api/campaigns', { ...campaign, senderEmail: 'hello@shop.org' });
  return { id, base };
}

const people = (count: number) => Array.from({ length: count }, (_, index) => `reader${index}@example.com`);

/** As the owner of the tables, for what only time brings. */
async function inDatabase(sql: string, id: string): Promise<void> {
  const ownerUrl = await ownerUrlOf(process.env['E2E_DATA'] ?? '');
  await withClient(ownerUrl, (client) => client.query(sql, [id]));
}

async function expectFits(page: Page): Promise<void> {
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('a campaign that paused automatically says so in the list and by mail, until that is turned off', async ({
  page,
}) => {
  await signUpConfirmed(page, 'told@example.com');
  await sendAtOnce(page);
  await callApi(page, 'PUT', '/api/organization/pause-limits', { bounces: 1, complaints: 0.1, from: 1 });
  await callApi(page, 'PUT', '/api/mailbox-providers/other', { perSecond: 1 }); // so that others wait when the first has bounced
  const [one, two] = ['fail-550+a@example.com', 'fail-550+b@example.com'];
  const { id, base } = await draft(page, 'Paused', [one, 'kim@example.com', two, 'lee@example.com']);
  await callApi(page, 'POST', `/api/campaigns/${id}/launch`, {});
  await page.goto(`${base}/campaigns`);
  await expect(page.getByText('Paused automatically')).toBeVisible();

  const mail = await mailTo(page.request, 'told@example.com', '“Paused” paused automatically');
  const [, decided, percent] = /1 of (\d) bounced \((\d+) %, the limit is 1 %\)/.exec(mail.text ?? '') ?? [];
  expect(Number(percent), mail.text ?? '').toBe(Math.round(100 / Number(decided)));
  const link = /href="(http[^"]+\/campaigns\/[\w-]+)"/.exec(mail.html ?? '')?.[1] ?? '';
  await page.goto(link);
  await expect(page.getByText('Paused automatically', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible();

  await page.goto(/http\S+\/settings\/notifications/.exec(mail.text ?? '')?.[0] ?? '');
  const box = page.getByRole('table', { name: 'What you are notified of' }).getByLabel('Campaigns by email');
  await expect(box).toBeChecked();
  await expectAccessible(page);
  await expectFits(page);
  await box.focus();
  await page.keyboard.press('Space');
  await expect(box).not.toBeChecked();
  await expect(box).toBeEnabled();
  await page.reload();
  await expect(box).not.toBeChecked();
});

test('a test whose time is over asks for a choice on its page and in the list, and says there is no winner', async ({
  page,
}) => {
  await signUpConfirmed(page, 'undecided@example.com');
  await sendAtOnce(page);
  const said = { preheader: '', senderName: '', templateId: null };
  const variants = [
    { ...said, subject: 'First words' },
    { ...said, subject: 'Second words' },
  ];
  const rules = { share: 50, metric: 'clicks', waitMinutes: 60, decidedBy: 'itself', whenUnclear: 'member' };
  const { id, base } = await draft(page, 'Two subjects', people(12), { abTest: { ...rules, variants } });
  await callApi(page, 'POST', `/api/campaigns/${id}/launch`, {});
  await page.goto(`${base}/campaigns/${id}`);
  await expect(page.getByText('No clear winner yet')).toBeVisible();
  await expect(page.getByText('Rest on hold')).toBeVisible();
  await expect(page.getByText('waiting for a choice')).toHaveCount(0);
  await inDatabase('update campaigns set wake_at = now() where id = $1 and held_since is not null', id);

  await expect(page.getByText('The test is over: choose a variant')).toBeVisible();
  await expect(page.getByText('6 people are on hold until a variant is chosen below.')).toBeVisible();
  await expect(page.getByText('No clear winner', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
  await mailTo(page.request, 'undecided@example.com', '“Two subjects” is waiting for your choice');
  await page.goto(`${base}/campaigns`);
  await expect(page.getByText('Waiting for a choice')).toBeVisible();
  await go(page, 'Home');
  await expect(page.getByText(/^waiting for a choice; 6 of 12 accepted/)).toBeVisible();

  // Whoever gets it now gets B; to remind them, the other subject is offered.
  await page.goto(`${base}/campaigns/${id}`);
  await page.getByRole('button', { name: 'Send B to 6 people' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send to 6 people' }).click();
  await expect(page.getByText('The ledger is closed and adds up.')).toBeVisible();
  await expect(page.getByText('“Second words”', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Send a reminder to non-openers' }).click();
  await expect(page.getByLabel('New subject')).toHaveValue('First words');
  await expect(page.getByText('They got “Second words”.')).toBeVisible();
});

test('a scheduled campaign shows what it will send, and what would keep it from starting', async ({ page }) => {
  await signUpConfirmed(page, 'waiting@example.com');
  const { id, base } = await draft(page, 'Later', people(2));
  const inAWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
  await callApi(page, 'POST', `/api/campaigns/${id}/schedule`, { plan: { kind: 'at', time: `${inAWeek}T09:00` } });
  await page.goto(`${base}/campaigns/${id}`);
  await expect(page.getByRole('region', { name: 'The message' }).getByText('New prices')).toBeVisible();
  await expect(page.getByText('Shop <hello@shop.org>').first()).toBeVisible();
  await expect(page.getByText('2 people get it')).toBeVisible();
  await expectAccessible(page);
  await expectFits(page);
  await go(page, 'Home');
  await expect(page.getByText('scheduled', { exact: true })).toBeVisible();
  await inDatabase(
    'update templates t set deleted_at = now() from campaigns c where c.id = $1 and t.id = c.template_id',
    id,
  );
  await page.goto(`${base}/campaigns/${id}`);
  await expect(page.getByText('This campaign cannot start as it is')).toBeVisible();
  await expect(page.getByText(/which was deleted. Restore it, or choose another template/)).toBeVisible();
});

test('a name without a space, an audience of nobody, and a draft whose page is opened', async ({ page }) => {
  await signUpConfirmed(page, 'names@example.com');
  const name = 'x'.repeat(100);
  const { id, base } = await draft(page, 'Empty', []);
  await callApi(page, 'POST', '/api/groups', { name });
  for (const step of [0, 1, 2, 3, 4, 5]) {
    await page.goto(`${base}/campaigns/${id}/edit?step=${step}`);
    await expect(page.getByRole('heading', { name: 'Empty' })).toBeVisible();
    if (step === 1) await expect(page.getByLabel(name)).toBeVisible();
    if (step === 3)
      await expect(page.getByRole('navigation', { name: 'Steps of the campaign' }).getByText('A/B test')).toBeVisible();
    await expectFits(page);
  }
  await expect(page.getByText('Nobody in this audience can be mailed')).toBeVisible();
  await expect(page.getByText('Nobody', { exact: true })).toBeVisible();
  await page.goto(`${base}/campaigns/${id}`);
  await page.getByRole('link', { name: 'Open the draft' }).click();
  await expect(page.getByRole('heading', { name: 'What will happen' })).toBeVisible();
});

test('what cannot be loaded says so, keeps what was typed, and counts nothing that was not counted', async ({
  page,
}) => {
  await signUpConfirmed(page, 'failing@example.com');
  const { id, base } = await draft(page, 'Failing', people(2));
  const broken = { status: 500, contentType: 'application/problem+json', body: '{"code":"internal","status":500}' };
  const breaks = (part: string) => page.route(`**/api/${part}**`, (route) => route.fulfill(broken));

  await breaks('campaigns/calendar');
  await page.goto(`${base}/campaigns/calendar`);
  await expect(page.getByText('The calendar could not be loaded.')).toBeVisible();
  await expect(page.getByText('0 campaigns')).toHaveCount(0);

  await breaks('topics');
  await page.goto(`${base}/campaigns/${id}/edit?step=2`);
  await expect(page.getByText('The topics could not be loaded. The campaign keeps its current topic.')).toBeVisible();

  await breaks(`campaigns/${id}/review`);
  await page.goto(`${base}/campaigns/${id}/edit?step=3`);
  await page.getByLabel('A/B test').check();
  await expect(page.getByText('The audience could not be counted; the review counts it again.')).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${base}/campaigns/${id}/edit?step=0`);
  await page.getByLabel('Name').fill('Typed meanwhile');
  let refused = 0;
  page.on('response', (response) => (refused += response.url().includes('/api/templates') ? 1 : 0));
  await breaks('templates');
  // Somebody else's change has the list read again, in vain.
  await callApi(page, 'POST', '/api/templates', { name: 'Other', subject: 'Other', format: 'html', body });
  await expect.poll(() => refused).toBeGreaterThan(0);
  await expect(page.getByLabel('Name')).toHaveValue('Typed meanwhile');
  await expect(page.getByRole('combobox', { name: 'Template' })).toBeVisible();
});

test('an app that gets no answer shows that it is opening, not an empty page', async ({ page }) => {
  await signUpConfirmed(page, 'silent@example.com');
  await page.route('**/auth/session', () => {}); // never answered
  await page.goto('/');
  await expect(page.getByText('Loading the page')).toBeAttached();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
});

test('a draft is deleted and brought back; what has ended is archived and brought back', async ({ page }) => {
  await signUpConfirmed(page, 'archive@example.com');
  const draft = await callApi(page, 'POST', '/api/campaigns', { name: 'Never mind' });
  const ended = await callApi(page, 'POST', '/api/campaigns', { name: 'Last year' });
  await inDatabase(`update campaigns set status = 'cancelled', audience = 0 where id = $1`, ended.id);
  const base = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  await page.goto(`${base}/campaigns/${draft.id}/edit`);
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/campaigns$/);
  await expect(page.getByRole('link', { name: 'Never mind' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: 'Never mind' })).toBeVisible();

  await page.getByRole('link', { name: 'Last year' }).click();
  await expect(page.getByText('Live', { exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByText('Archived', { exact: true })).toBeVisible();
  await page.goto(`${base}/campaigns`);
  await expect(page.getByRole('link', { name: 'Never mind' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Last year' })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Show' }).click();
  await page.getByRole('option', { name: 'Archived', exact: true }).click();
  await page.getByRole('link', { name: 'Last year' }).click();
  await page.getByRole('button', { name: 'Unarchive' }).click();
  await expect(page.getByRole('button', { name: 'Archive', exact: true })).toBeVisible();
});
