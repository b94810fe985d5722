import { expect, test } from '@playwright/test';
import { buildWorkbook, rowsXml } from '../../api/src/testing/workbooks.ts';
import { expectAccessible, expectNoOverflow, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('an import is rehearsed, run, and undone', async ({ page }) => {
  await signUp(page, 'imports@example.com');
  await page.getByRole('link', { name: 'Import your contacts' }).click();
  await page.locator('input[type=file]').setInputFiles({
    name: 'kunden.csv',
    mimeType: 'text/csv',
    // As Excel saves it in western Europe: semicolons and Windows-1252.
    buffer: Buffer.from(
      'E-Mail;Vorname;Telefon;Punkte;Newsletter\nzoe@mail.example;Zo\u00eb;+41 79 123 45 67;12;x\nzoe@mail.example;Zo\u00eb;;;\nnobody;;n/a;;\n',
      'latin1',
    ),
  });

  // Its columns were guessed, and each can be changed.
  await expect(page.getByRole('combobox', { name: 'Encoding' })).toContainText('Windows-1252');
  await expect(page.getByRole('combobox', { name: 'Telefon becomes' })).toContainText('Phone');
  await expect(page.getByRole('combobox', { name: 'Type of punkte' })).toContainText('Number');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Check 3 rows' }).click();
  await expect(page.getByText(/Write where these people come from/)).toBeVisible();
  await page.getByLabel(/Where do these people come from/).fill('Customers who asked for letters');

  // Who does not want mail is asked where the file does not tell.
  await page.getByRole('button', { name: 'Check 3 rows' }).click();
  await expect(page.getByText('1 question left to answer')).toBeVisible();
  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoOverflow(page);
  await expectAccessible(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('combobox', { name: '(empty) in Newsletter means' }).click();
  await page.getByRole('option', { name: 'Unsubscribed' }).click();
  await expect(page.getByText('This column makes 2 rows unsubscribed')).toBeVisible();
  await page.getByRole('button', { name: 'Check 3 rows' }).click();

  // What will happen, before it does.
  await expect(page.getByRole('heading', { name: 'What this import will do' })).toBeVisible();
  await expect(page.getByText('Same address as line 2.').first()).toBeVisible();
  await expect(page.getByText('1 person in this file should not get mail')).toBeVisible(); // the second row of Zoë says so
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Import 1 person' }).click();
  await expect(page.getByText('Every row is accounted for')).toBeVisible();

  // And back.
  await page.getByRole('button', { name: 'Undo import' }).click();
  await expect(page.getByText(/This removes 1 contact it added/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Undo import' }).click();
  await expect(page.getByText('Removed')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Contacts' }).click();
  await expect(page.getByText('Import or add the people you write to.')).toBeVisible();
});

test('a workbook is imported from the sheet that is chosen, and contacts leave as one', async ({ page }) => {
  await signUp(page, 'workbooks@example.com');
  await page.getByRole('link', { name: 'Import your contacts' }).click();
  await page.locator('input[type=file]').setInputFiles({
    name: 'kunden.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: await buildWorkbook({
      sheets: {
        Staff: rowsXml([['email'], ['boss@mail.example']]),
        Customers: rowsXml([
          ['E-Mail', 'Vorname'],
          ['zoe@mail.example', 'Zo\u00eb'],
          ['nobody', 'X'],
        ]),
      },
    }),
  });
  await expect(page.getByRole('combobox', { name: 'Sheet' })).toContainText('Staff');
  await page.getByRole('combobox', { name: 'Sheet' }).click();
  await page.getByRole('option', { name: 'Customers' }).click();
  await expect(page.getByRole('combobox', { name: 'Vorname becomes' })).toContainText('First name');
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByLabel(/Where do these people come from/).fill('Customers who asked for letters');
  await page.getByRole('button', { name: 'Check 2 rows' }).click();
  await page.getByRole('button', { name: 'Import 1 person' }).click();
  await expect(page.getByText('Every row is accounted for')).toBeVisible();

  await page.getByRole('link', { name: 'View contacts' }).click();
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Excel workbook' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^contacts-.*\.xlsx$/);
});

test('a file is told what is odd about it, and asked what it cannot tell', async ({ page }) => {
  await signUp(page, 'reading@example.com');
  await page.getByRole('link', { name: 'Import your contacts' }).click();
  const file = (name: string, buffer: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await file(
    'mac.csv',
    Buffer.from('Customers\n\nE-Mail;Vorname;Kundennummer\njorg@mail.example;J\u009arg;4.00638E+12\n\n', 'latin1'),
  );
  await expect(page.getByRole('combobox', { name: 'Column names' })).toContainText('Row 3: E-Mail');
  await expect(page.getByText('The column names are in row 3')).toBeVisible();
  await expect(page.getByText('“Kundennummer” has rounded numbers')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Check 2 rows' })).toBeDisabled();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('radio', { name: 'J\u00f6rg' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Use this spelling' }).click();
  await expect(page.getByRole('combobox', { name: 'Encoding' })).toContainText('Mac Roman');
  await page.getByRole('combobox', { name: 'Column names' }).click();
  await page.getByRole('option', { name: 'None: the first row is a person' }).click();
  await expect(page.getByText('This file has no column names')).toBeVisible();
});
