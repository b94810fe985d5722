import { expect, test } from '@playwright/test';
import {
  confirmByHand,
  expectAccessible,
  expectNoOverflow,
  go,
  newTemplate,
  inbox,
  mailedLink,
  password,
  sendAtOnce,
  signUp,
  signUpByHand,
  signUpConfirmed,
  url,
} from './person.ts';

test.use({ baseURL: url });

test('from a file of contacts to a report in which everyone is accounted for', async ({ page, request }) => {
  await signUpByHand(page, 'ada@example.com');
  await confirmByHand(page, 'ada@example.com');
  await expectAccessible(page);

  // A file, its columns, its result.
  await page.getByRole('link', { name: 'Import your contacts' }).click();
  await expectAccessible(page);
  await page.locator('input[type=file]').setInputFiles({
    name: 'customers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      'Email,First name,Unsubscribed\nzoe@example.com,Zoë,no\njose@example.com,José,no\ngone@example.com,Gone,yes\nnot-an-address,X,no\n',
    ),
  });
  await page.getByLabel(/Where do these people come from/).fill('Customers who asked for letters');
  await page.getByRole('button', { name: 'Check 4 rows' }).click();
  await page.getByRole('button', { name: 'Import 3 people' }).click();
  await expect(page.getByText('Every row is accounted for')).toBeVisible();
  await expect(page.getByText('The address has no name before the @ sign.').first()).toBeVisible();
  await expectAccessible(page);

  // Content.
  await go(page, 'Templates');
  await page.getByRole('link', { name: 'New template' }).first().click();
  await expect(page.getByRole('button', { name: 'Newsletter' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'MJML template' }).click();
  await page.getByLabel('Name').fill('Welcome');
  await page.getByLabel('Name').press('Enter');
  await expect(page.getByRole('heading', { name: 'Welcome' })).toBeVisible();
  await expect(page.getByText('Hello Ada', { exact: true }).first()).toBeVisible();
  await expectAccessible(page);

  await sendAtOnce(page);

  // A campaign, step by step.
  await go(page, 'Campaigns');
  await page.getByRole('link', { name: 'New campaign' }).first().click();
  await page.getByLabel('Name').fill('First letter');
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.getByRole('combobox', { name: 'Template' }).click();
  await page.getByRole('option', { name: /Welcome/ }).click();
  await page.getByRole('button', { name: 'Continue to audience' }).click();
  await page.getByLabel(/customers/).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Continue to sender' }).click();
  await page.getByLabel('Sender name').fill('Ada');
  await page.getByLabel('Sender address').fill('ada@engines.example');
  await page.getByRole('button', { name: 'Continue to time' }).click();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await expect(page.getByText('3 = 2 get it + 1 skipped because they unsubscribed')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send to 2 people' }).click();
  await page
    .getByRole('dialog')
    .or(page.getByRole('alertdialog'))
    .getByRole('button', { name: 'Send to 2 people' })
    .click();

  // The report closes by itself, pushed, without a reload.
  await expect(page.getByText('The ledger is closed and adds up.')).toBeVisible();
  await expect(page.getByText('Sent', { exact: true })).toBeVisible();

  // The mail is there, and what its reader does arrives in the report.
  const { messages } = (await (await request.get(`${inbox}/api/messages?search=zoe@example.com`)).json()) as {
    messages: { id: string }[];
  };
  expect(messages).toHaveLength(1);
  const mail = (await (await request.get(`${inbox}/api/messages/${messages[0]?.id}`)).json()) as { html: string };
  const link = /href="(http[^"]+\/t\/[^"]+\/0)"/.exec(mail.html)?.[1] ?? '';
  const picture = /src="(http[^"]+\/t\/[^"]+)"/.exec(mail.html)?.[1] ?? '';
  const headers = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0' };
  await page.waitForTimeout(3_000); // who is quicker than two seconds is no person
  expect((await request.get(picture, { headers })).status()).toBe(200);
  expect((await request.get(link, { maxRedirects: 0, headers })).status()).toBe(302);
  await expect(page.getByText('1 person', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
});

test('a save that fails says so, keeps what was typed, and works when tried again', async ({ page }) => {
  await signUp(page, 'offline@example.com');
  await go(page, 'Groups');
  await page.getByRole('button', { name: 'New group' }).first().click();
  await page.getByLabel('Name').fill('Friends');
  await page.route('**/api/groups', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.getByRole('button', { name: 'Create group' }).click();
  await expect(page.getByText('The group was not saved')).toBeVisible();
  await expect(page.getByLabel('Name')).toHaveValue('Friends');
  await page.unroute('**/api/groups');
  await page.getByRole('button', { name: 'Create group' }).click();
  await expect(page.getByText('“Friends” created')).toBeVisible();
});

test('a contact is added, given an attribute, deleted and brought back', async ({ page }) => {
  await signUp(page, 'contacts@example.com');
  await go(page, 'Contacts');
  await page.getByRole('button', { name: 'New contact' }).first().click();
  await page.getByLabel('Email address').fill('nora@example.com');
  await page.getByLabel(/^First name/).fill('Nora');
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.getByRole('link', { name: 'nora@example.com' }).click();
  await page.getByRole('link', { name: 'Attributes' }).click();
  await page.getByRole('button', { name: 'New attribute' }).first().click();
  await page.getByLabel('Label').fill('City');
  await page.getByLabel('Name', { exact: true }).fill('Wrong Name');
  await page.getByRole('button', { name: 'Add attribute' }).click();
  await expect(page.getByText('Use lower-case letters, digits and underscores')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('city');
  await expect(page.getByText('Use lower-case letters')).toBeHidden();
  await page.getByRole('button', { name: 'Add attribute' }).click();
  await expect(page.getByText('“City” added')).toBeVisible();
  await page.goBack();
  await page.getByLabel(/^City/).fill('Oslo');
  await page.getByRole('button', { name: 'Save contact' }).click();
  await expect(page.getByText('Contact saved')).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByLabel(/^City/)).toHaveValue('Oslo');
  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('nora@example.com deleted')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: 'nora@example.com' })).toBeVisible();

  // The attribute can be put into a message by a click, where the cursor is.
  await newTemplate(page, 'Letter');
  const subject = page.getByLabel('Subject');
  await subject.fill('News for you');
  await subject.press('End');
  for (let step = 0; step < 3; step += 1) await subject.press('ArrowLeft');
  const variables = page.getByRole('region', { name: 'Variables' });
  await variables.getByRole('searchbox').fill('city');
  const city = variables.getByRole('listitem').getByRole('button');
  await expect(city).toHaveCount(1);
  await expect(city).toContainText('Oslo');
  await city.click();
  await expect(subject).toHaveValue('News for {{ contact.attributes.city | default: "" }}you');
  await expect(subject).toBeFocused();
  const address = '"https://www.example.com"';
  const code = page.getByRole('textbox', { name: 'Content' });
  await code.getByText(address, { exact: true }).click({ position: { x: 1, y: 8 } });
  await code.press('ArrowRight'); // past the quotation mark
  await city.click();
  const inserted = "{{ contact.attributes.city | default: '' }}"; // between double quotes
  await expect(code).toContainText(address.replace('"', `"${inserted}`));
  await expectAccessible(page);
});

test('signing out and in again, and a wrong password beside the right words', async ({ page }) => {
  await signUp(page, 'grace@example.com');
  await page.getByRole('button', { name: /Ada Lovelace/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel(/email/i).fill('grace@example.com');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('Wrong email address or password.')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Analytical Engines' })).toBeVisible();
});

test('every list is usable at 375 px', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await signUpByHand(page, 'narrow@example.com');
  const base = new URL(page.url()).pathname.replace(/\/$/, '');
  for (const path of [
    '/',
    '/campaigns',
    '/campaigns/calendar',
    '/templates',
    '/contacts',
    '/groups',
    '/contacts/imports',
    '/contacts/import',
    '/templates/new',
    '/settings',
    '/settings/members',
    '/settings/api-keys',
    '/settings/sign-in',
    '/settings/audit',
    '/settings/you',
  ]) {
    await page.goto(base + path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expectNoOverflow(page);
  }
});

test('a colleague is invited by mail, joins with a new account, and sees what their role may', async ({
  page,
  browser,
  request,
}) => {
  await signUpConfirmed(page, 'boss@example.com');
  await go(page, 'Settings');
  await page.getByLabel('Name', { exact: true }).fill('Difference Engines');
  await page.getByLabel('Postal address').fill('1 Dorset Street, London');
  await page.getByRole('button', { name: 'Save organization' }).click();
  await expect(page.getByRole('button', { name: 'Organization: Difference Engines' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Members' }).click();
  await page.getByRole('button', { name: 'Invite someone' }).click();
  await page.getByLabel('Email address').fill('Colleague@Example.com');
  await page.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: /Analyst/ }).click();
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await expect(page.getByText('Invitation sent to Colleague@Example.com', { exact: true })).toBeVisible();
  await expectAccessible(page);

  const link = await mailedLink(request, 'colleague@example.com', 'invitation');

  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await expect(guest.getByRole('heading', { name: 'Join Difference Engines' })).toBeVisible();
  await expectAccessible(guest);
  await guest.getByLabel('Your name').fill('Charles Babbage');
  await guest.getByLabel('Password', { exact: true }).fill(password);
  await guest.getByRole('button', { name: 'Create account and join' }).click();
  await guest.waitForURL(/\/o\//);
  await expect(guest.getByRole('heading', { name: 'Difference Engines', exact: true })).toBeVisible();
  await expect(guest.getByRole('navigation').getByRole('link', { name: 'Contacts' })).toHaveCount(0);
  const base = new URL(guest.url()).pathname.replace(/\/$/, '');
  await guest.goto(`${base}/contacts`);
  await expect(guest.getByText('does not include this page')).toBeVisible();

  // The owner's page knows without a reload; a new role counts at once, and so does none.
  await page.getByRole('combobox', { name: 'Role of Charles Babbage' }).click();
  await page.getByRole('option', { name: /Editor/ }).click();
  await expect(page.getByText('Charles Babbage is now editor')).toBeVisible();
  await guest.goto(`${base}/contacts`);
  await expect(guest.getByRole('heading', { name: 'Contacts' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove Charles Babbage' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove Charles Babbage' }).click();
  await expect(page.getByText('Charles Babbage removed')).toBeVisible();
  // Removed, a person is out at once; their sessions elsewhere are none of this organization's business.
  await guest.goto(base);
  await expect(guest.getByRole('heading', { name: 'You are not a member here' })).toBeVisible();

  // Invited again, with the account there is: signing in comes back to the invitation, whose secret no address carries.
  await page.getByRole('button', { name: 'Invite someone' }).click();
  await page.getByLabel('Email address').fill('colleague@example.com');
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await expect(page.getByText('Invitation sent to colleague@example.com', { exact: true })).toBeVisible();
  const again = await mailedLink(request, 'colleague@example.com', 'invitation', link);
  const back = await (await browser.newContext()).newPage();
  await back.goto(again);
  await back.getByRole('link', { name: 'Sign in' }).click();
  expect(back.url()).not.toContain(again.split('#')[1]);
  await back.getByLabel(/email/i).fill('colleague@example.com');
  await back.getByLabel('Password', { exact: true }).fill(password);
  await back.getByRole('button', { name: 'Sign in', exact: true }).click();
  await back.getByRole('button', { name: 'Join Difference Engines' }).click();
  await expect(back.getByRole('heading', { name: 'Difference Engines', exact: true })).toBeVisible();

  // The link has been used.
  await guest.goto(link);
  await guest.reload();
  await expect(guest.getByText('This invitation was used or withdrawn, or it has expired.')).toBeVisible();
});

test('a forgotten password is replaced through the mailed link, which ends the other sessions', async ({
  page,
  browser,
  request,
}) => {
  await signUp(page, 'forgetful@example.com');
  const guest = await (await browser.newContext()).newPage();
  await guest.goto(`${url}/sign-in`);
  await guest.getByRole('link', { name: 'Forgot your password?' }).click();
  await guest.getByLabel('Email address').fill('forgetful@example.com');
  await expectAccessible(guest);
  await guest.getByRole('button', { name: 'Email me a link' }).click();
  await expect(guest.getByText('Check your inbox')).toBeVisible();
  await guest.goto(await mailedLink(request, 'forgetful@example.com', 'reset-password'));
  await guest.getByLabel('New password', { exact: true }).fill('a new long password');
  await expectAccessible(guest);
  await guest.getByRole('button', { name: 'Save and sign in' }).click();
  await guest.waitForURL(/\/o\//);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();

  await guest.getByRole('button', { name: /Ada Lovelace/ }).click();
  await guest.getByRole('menuitem', { name: 'Your settings' }).click();
  await expect(guest.getByText('This session')).toBeVisible();
  await guest.getByLabel('Your name').fill('Ada King');
  await guest.getByRole('button', { name: 'Save name' }).click();
  await expect(guest.getByRole('button', { name: 'You: Ada King' })).toBeVisible();
  await guest.getByLabel('Current password', { exact: true }).fill('not this one');
  await guest.getByLabel('New password', { exact: true }).fill('the third long password');
  await guest.getByRole('button', { name: 'Change password' }).click();
  await expect(guest.getByText('Wrong current password.')).toBeVisible();
  await expectAccessible(guest);
});

test('a program uses a key until it is revoked', async ({ page, playwright }) => {
  await signUp(page, 'integrator@example.com');
  await go(page, 'Settings');
  await page.getByRole('link', { name: 'API keys' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'New key' }).first().click();
  await page.getByLabel('Name').fill('Shop');
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByText('Choose at least one scope.')).toBeVisible();
  await page.getByLabel('Change contacts and groups, import').check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create key' }).click();
  const secret = (await page.getByText(/^egx_[\w-]{43}$/).textContent()) ?? '';
  await expectAccessible(page);

  const program = await playwright.request.newContext({
    baseURL: url,
    extraHTTPHeaders: { authorization: `Bearer ${secret}` },
  });
  const added = await program.post('/api/contacts', { data: { email: 'from-the-shop@example.com' } });
  expect(added.status()).toBe(201);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke Shop' }).click();
  await page.getByRole('button', { name: 'Revoke key' }).click();
  await expect(page.getByText('“Shop” revoked')).toBeVisible();
  expect((await program.post('/api/contacts', { data: { email: 'too-late@example.com' } })).status()).toBe(401);
  await go(page, 'Contacts');
  await expect(page.getByRole('link', { name: 'from-the-shop@example.com' })).toBeVisible();
});
