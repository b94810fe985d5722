import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import {
  expectAccessible,
  expectNoOverflow,
  go,
  importPeople,
  inbox,
  mailTo,
  newTemplate,
  reviewCampaign,
  sendReviewed,
  signUp,
  signUpConfirmed,
  url,
} from './person.ts';

test.use({ baseURL: url });

/** A page of someone else's, on an origin of its own. */
async function servePage(html: string) {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

async function signUpOn(visitor: Page, address: string, email: string): Promise<void> {
  await visitor.goto(address);
  await visitor.getByLabel('Email address').fill(email);
  await visitor.getByLabel('First name').fill('Nell');
  await visitor.getByRole('button', { name: 'Sign up' }).click();
  await expect(visitor.getByRole('heading', { name: 'Almost there' })).toBeVisible();
}

test('somebody signs up on a static page, confirms by mail, and doing it again changes nothing', async ({
  page,
  browser,
  request,
}) => {
  await signUp(page, 'forms@example.com');
  await go(page, 'Groups');
  await page.getByRole('button', { name: 'New group' }).first().click();
  await page.getByLabel('Name').fill('All customers');
  await page.getByRole('button', { name: 'Create group' }).click();
  await expect(page.getByText('“All customers” created')).toBeVisible();
  await go(page, 'Contacts');
  await page.getByRole('button', { name: 'More about contacts' }).click();
  await page.getByRole('menuitem', { name: 'Sign-up forms' }).click();
  await page.getByRole('button', { name: 'New form' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Footer');
  await page.getByLabel('What people agree to').fill('Yes, write to me once a month');
  await page.setViewportSize({ width: 1440, height: 600 }); // lower than the dialog, which scrolls
  await page.getByRole('checkbox', { name: 'First name' }).check();
  await page.getByRole('checkbox', { name: 'All customers' }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create form' }).click();
  await expect(page.getByText('“Footer” created')).toBeVisible();
  const snippet = (await page.locator('pre').textContent()) ?? '';
  expect(snippet).toContain('method="post"');
  await page.getByRole('combobox', { name: 'Language of Footer' }).click();
  await page.getByRole('option', { name: 'Nederlands' }).click();
  await expect(page.locator('pre')).toContainText(/lang=nl[^]*E-mailadres[^]*Yes, write to me/);

  const shop = await servePage(`<!doctype html><html lang="en"><title>Shop</title><body>${snippet}</body></html>`);
  const visitor = await (await browser.newContext()).newPage();
  await signUpOn(visitor, shop.address, 'newcomer@mail.example');
  const mail = await mailTo(request, 'newcomer@mail.example', 'Confirm your email address');
  // From the installation's own address, without words that an organization wrote.
  expect(mail.text).toContain('signed up this address for emails from Analytical Engines');
  expect(mail.text).not.toContain('Yes, write to me once a month');
  const link = /href="(http[^"]+\/confirm\/[^"]+)"/.exec(mail.html ?? '')?.[1] ?? '';

  // Only confirming makes a contact; looking at the link does not.
  await go(page, 'Contacts');
  await expect(page.getByText('Import or add the people you write to.')).toBeVisible();
  await visitor.goto(link);
  await expect(visitor.getByRole('heading', { name: 'Get emails from Analytical Engines?' })).toBeVisible();
  await expectAccessible(visitor);
  await visitor.getByRole('button', { name: 'Confirm my address' }).click();
  await expect(visitor.getByRole('heading', { name: 'Your email address is confirmed' })).toBeVisible();
  await page.getByRole('link', { name: 'newcomer@mail.example' }).click();
  await expect(page.getByLabel('First name')).toHaveValue('Nell');
  await expect(page.getByRole('checkbox', { name: 'All customers' })).toBeChecked();
  const history = page.getByRole('region', { name: 'Preference history' });
  await expect(history.getByRole('listitem')).toHaveCount(1);
  await expect(history).toContainText('Yes, write to me once a month');
  await expectAccessible(page);

  // The same again: the same answer, no second contact and no second consent.
  await signUpOn(visitor, shop.address, 'Newcomer@mail.example');
  await visitor.goto(link);
  await expect(visitor.getByRole('heading', { name: 'This link doesn’t work' })).toBeVisible();
  await page.reload();
  await expect(history.getByRole('listitem')).toHaveCount(1);
  await go(page, 'Contacts');
  await expect(page.getByText('1 contact', { exact: true })).toBeVisible();
  const { messages } = (await (await request.get(`${inbox}/api/messages?search=newcomer`)).json()) as {
    messages: unknown[];
  }; // the dev inbox's own answer
  expect(messages.length).toBeLessThanOrEqual(2);
  shop.close();
});

/** For the pages of the organization; refused first, as colours have six digits. */
async function chooseColour(page: Page, colour: string): Promise<void> {
  await go(page, 'Settings');
  const card = page.getByRole('region', { name: 'Colour' });
  const field = card.getByRole('textbox', { name: 'Colour', exact: true });
  await card.getByRole('button', { name: 'Teal' }).click();
  await expect(field).toHaveValue('#0f766e');
  await field.fill('amber');
  await card.getByRole('button', { name: 'Save colour' }).click();
  await expect(card.getByText('Enter a colour as # and six digits')).toBeVisible();
  await field.fill(colour);
  await expect(card.getByText(/^Light pages: links and edges are darker/)).toBeVisible();
  await expect(card.getByText('Dark pages: the colour as you chose it.')).toBeVisible();
  await expectAccessible(page);
  await card.getByRole('button', { name: 'Save colour' }).click();
  await expect(page.getByText('Colour saved')).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(card.getByRole('button', { name: 'Reset to default' })).toBeVisible();
}

test('what people choose behind the link of a message counts for the next campaign', async ({
  page,
  browser,
  request,
}) => {
  test.slow(); // a campaign is sent and another made ready
  await signUpConfirmed(page, 'preferences@example.com');
  await chooseColour(page, '#F59E0B');
  await importPeople(page, 'readers', [
    'email,first name',
    'topics@mail.example,Tom',
    'pause@mail.example,Pat',
    'leave@mail.example,Lee',
    'stay@mail.example,Sam',
  ]);
  await newTemplate(page, 'Letter');
  await reviewCampaign(page, 'First letter', 'Letter', 'readers');
  await expect(page.getByText('4 people get it')).toBeVisible();
  await sendReviewed(page, '4 people');

  const visitor = await (await browser.newContext()).newPage();
  const openPreferences = async (email: string) => {
    const { html } = await mailTo(request, email, 'Hello');
    await visitor.goto(/href="(http[^"]+\/preferences)"/.exec(html ?? '')?.[1] ?? 'no link');
    await expect(visitor.getByRole('heading', { name: 'Your email preferences' })).toBeVisible();
  };
  await openPreferences('topics@mail.example');
  await expect(visitor.getByRole('button', { name: 'Save preferences' })).toHaveCSS(
    'background-color',
    'rgb(245, 158, 11)',
  );
  await expectAccessible(visitor);
  await visitor.goto(visitor.url().replace('/preferences', ''));
  await expect(visitor.getByRole('button', { name: 'Unsubscribe' })).toHaveCSS('color', 'rgb(0, 0, 0)');
  await expectAccessible(visitor);
  await visitor.getByRole('link', { name: 'Choose which emails you get instead' }).click();
  await visitor.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(visitor);
  await visitor.getByLabel('News and offers').uncheck();
  await visitor.getByLabel('First name').fill('Thomas');
  await visitor.getByRole('button', { name: 'Save preferences' }).click();
  await expect(visitor.getByText('Your preferences have been saved.')).toBeVisible();
  await openPreferences('pause@mail.example');
  await visitor.getByRole('button', { name: 'Pause for 30 days' }).click();
  await expect(visitor.getByText('Your emails are paused.')).toBeVisible();
  await openPreferences('leave@mail.example');
  await visitor.getByRole('button', { name: 'Unsubscribe from everything' }).click();
  await expect(visitor.getByRole('heading', { name: 'You’re unsubscribed' })).toBeVisible();
  // Somebody left by mistake, and reads German.
  await openPreferences('stay@mail.example');
  await visitor.getByRole('link', { name: 'Deutsch' }).click();
  await expect(visitor.getByRole('heading', { name: 'Ihre E-Mail-Einstellungen' })).toBeVisible();
  await expectNoOverflow(visitor);
  await visitor.getByRole('button', { name: 'Alle E-Mails abbestellen' }).click();
  await expect(visitor.getByRole('heading', { name: 'Sie sind abgemeldet' })).toBeVisible();
  await expectNoOverflow(visitor);
  await expectAccessible(visitor);
  await visitor.getByRole('button', { name: 'Wieder abonnieren' }).click();
  await expect(visitor.getByRole('status')).toHaveText('Sie erhalten wieder E-Mails');
  await expect(visitor.locator('html')).toHaveAttribute('lang', 'de');
  await expectAccessible(visitor);

  await go(page, 'Contacts');
  await page.getByRole('link', { name: 'topics@mail.example' }).click();
  await expect(page.getByLabel('First name')).toHaveValue('Thomas');
  await expect(page.getByRole('checkbox', { name: 'News and offers' })).not.toBeChecked();
  await expectAccessible(page);
  await reviewCampaign(page, 'Second letter', 'Letter', 'readers');
  await expect(page.getByText(/^4 = 1 gets it/)).toContainText('1 skipped');
});
