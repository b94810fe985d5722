import { expect, test } from '@playwright/test';
import { startEmptyPop3 } from '../../api/src/testing/empty-pop3.ts';
import { expectAccessible, expectNoOverflow, go, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

test('an owner adds a bounce mailbox, sees why it cannot be read, corrects it, and undoes its deletion', async ({
  page,
}) => {
  const pop3 = await startEmptyPop3();
  await signUpConfirmed(page, 'mailboxes@example.com');
  await go(page, 'Settings');
  await page.getByRole('link', { name: 'Transports' }).click();
  await expect(page.getByText('To use a bounce mailbox, add an SMTP transport first.')).toBeVisible();
  await page.getByRole('button', { name: 'New transport' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Relay');
  await dialog.getByLabel('Server').fill('127.0.0.1');
  await dialog.getByLabel('Port', { exact: true }).fill('1');
  await dialog.getByRole('button', { name: 'Add transport' }).click();

  await page.getByRole('button', { name: 'Add mailbox' }).click();
  await dialog.getByRole('button', { name: 'Add mailbox' }).click();
  await expect(dialog.getByText('Enter the username.')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Address of the mailbox').fill('bounces@shop.example');
  await dialog.getByLabel('Protocol').click();
  await page.getByRole('option', { name: 'POP3' }).click();
  await expect(dialog.getByLabel('Port', { exact: true })).toHaveValue('995');
  await dialog.getByLabel('Encryption').click();
  await page.getByRole('option', { name: 'None' }).click();
  await dialog.getByLabel('Server').fill('127.0.0.1');
  await dialog.getByLabel('Port', { exact: true }).fill('1');
  await dialog.getByLabel('Username').fill('bounces');
  await dialog.getByLabel('Password', { exact: true }).fill('correct horse');
  await dialog.getByRole('button', { name: 'Add mailbox' }).click();
  await expect(page.getByText('The server 127.0.0.1 could not be reached. Check its name and port.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Actions for bounces@shop.example' }).click();
  await page.getByRole('menuitem', { name: 'Change' }).click();
  await dialog.getByLabel('Port', { exact: true }).fill(String(pop3.port));
  await dialog.getByRole('button', { name: 'Save mailbox' }).click();
  await expect(dialog.getByText('Enter the password again.')).toBeVisible();
  await dialog.getByLabel('Password', { exact: true }).fill('correct horse');
  await dialog.getByRole('button', { name: 'Save mailbox' }).click();
  await page.getByRole('button', { name: 'Test the mailbox bounces@shop.example' }).click();
  await expect(page.getByText('Signed in. 0 messages in INBOX.')).toBeVisible();
  await expect(page.getByText('Working', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Actions for bounces@shop.example' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('INBOX').or(page.getByText('127.0.0.1 by POP3')).first()).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  pop3.close();
});
