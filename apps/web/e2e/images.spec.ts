import { expect, type Page, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, go, signUp, url } from './person.ts';

test.use({ baseURL: url });

/** A picture as the page's own canvas draws it, dropped from outside. */
async function drop(page: Page, name: string, color: string): Promise<void> {
  const data = await page.evaluateHandle(
    async ([fileName, fill]) => {
      const canvas = new OffscreenCanvas(600, 400);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('There is no canvas.');
      context.fillStyle = fill;
      context.fillRect(0, 0, 600, 400);
      const transfer = new DataTransfer();
      transfer.items.add(new File([await canvas.convertToBlob()], fileName, { type: 'image/png' }));
      return transfer;
    },
    [name, color] as const,
  );
  await page.getByRole('main').locator(':scope > *').first().dispatchEvent('drop', { dataTransfer: data });
}

test('images are dropped in, described, found, and deleted only while nothing shows them', async ({ page }) => {
  await signUp(page, 'images@example.com');
  await go(page, 'Templates');
  await page.getByRole('link', { name: 'Images' }).click();
  await expect(page.getByText('Drop images here')).toBeVisible();
  await expectAccessible(page);

  await drop(page, 'Summer sale.png', '#c2410c');
  const tile = page.getByRole('button', { name: 'Open Summer sale' });
  await expect(tile).toBeVisible();
  await drop(page, 'Winter.png', '#1d4ed8');
  await expect(page.getByRole('button', { name: 'Open Winter' })).toBeVisible();
  await page.locator('input[type=file]').setInputFiles({
    name: 'notes.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Dear all,'),
  });
  await expect(page.getByRole('alert')).toContainText('not an image that we can read');
  await page.getByRole('button', { name: 'Dismiss notes.txt' }).click();
  await expectAccessible(page);

  await tile.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Summer sale' });
  await expect(dialog.getByText('Nowhere yet.')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Alternative text').fill('A beach at noon');
  await dialog.getByRole('button', { name: 'Save image' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByLabel('Search images').fill('beach');
  await expect(page.getByRole('button', { name: 'Open Winter' })).toHaveCount(0);

  // A template shows it from now on.
  const source = await tile.locator('img').getAttribute('src');
  await callApi(page, 'POST', '/api/templates', {
    name: 'Letter',
    subject: 'Hello',
    format: 'html',
    body: `<img src="${source}" alt=""><a href="{{ unsubscribe_url }}">Unsubscribe</a>`,
  });
  await tile.click();
  await expect(dialog.getByRole('link', { name: 'Letter' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete image' }).click();
  await expect(page.getByText('The template “Letter” uses this image.')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).last().click();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Clear search' }).click();
  await page.getByRole('button', { name: 'Open Winter' }).click();
  await page.getByRole('button', { name: 'Delete image' }).click();
  await expect(page.getByRole('button', { name: 'Open Winter' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Open Winter' })).toBeVisible();

  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await expectAccessible(page);
});
