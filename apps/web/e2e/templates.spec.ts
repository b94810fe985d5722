import { expect, type Page, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, go, signUp, url } from './person.ts';

test.use({ baseURL: url });

const template = { name: 'Letter', subject: 'A letter', format: 'html' } as const;

/** Its page, once the editor is there. */
async function open(page: Page, id: string): Promise<void> {
  await page.goto(`${/^.*\/o\/[\w-]+/.exec(page.url())?.[0]}/templates/${id}`);
  await expect(page.getByRole('textbox', { name: 'Content' })).toBeVisible();
}

test('a template begins with a starter in the colors of the brand, or with code', async ({ page }) => {
  await signUp(page, `gallery-${Date.now()}@example.com`);
  await go(page, 'Templates');
  await page.getByRole('link', { name: 'New template' }).first().click();
  const cards = page.getByRole('region', { name: 'Start with blocks' }).getByRole('listitem');
  await expect(cards).toHaveCount(13);
  await expect(cards.first().locator('iframe')).toBeAttached();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Plain letter' }).click();
  await page.waitForURL(/templates\/[\da-f-]{36}/);
  await go(page, 'Templates');
  await expect(page.getByRole('row', { name: /Plain letter/ })).toContainText('Visual');
});

test('code is kept byte for byte, saved while it is typed and left by keyboard', async ({ page }) => {
  await signUp(page, `code-${Date.now()}@example.com`);
  const body = '<p>One  \r\n\ttwo</p>\r\n\r\n<a href="{{ unsubscribe_url }}">x</a>\r\n';
  const { id } = await callApi(page, 'POST', '/api/templates', { ...template, body });
  const stored = async () => callApi<{ body: string }>(page, 'GET', `/api/templates/${id}/draft`);
  await open(page, id);
  const code = page.getByRole('textbox', { name: 'Content' });

  await test.step('opening changes nothing, and an edit only what is typed', async () => {
    await code.click();
    await page.keyboard.press('Control+s');
    await expect(page.getByText('Published', { exact: true })).toBeVisible();
    expect((await stored()).body).toBe(body);
    await page.keyboard.press('Control+End');
    await page.keyboard.type('<b>end');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+s');
    await expect(page.getByText('Draft saved, not published')).toBeVisible();
    expect((await stored()).body).toMatch(/^<p>One {2}\r\n\ttwo<\/p>\r\n\r\n<a [^>]*>x<\/a>\r\n<b>end(<\/b>)?\r\n/);
  });

  await test.step('Tab indents, and Escape and Tab leave', async () => {
    await page.keyboard.press('Tab');
    await expect(code).toBeFocused();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(code).not.toBeFocused();
  });

  await test.step('problems are marked where they are, and lead there', async () => {
    await code.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('<p>Hello\n{{ contact.first_name | nothing }}');
    await expect(page.locator('.cm-lint-marker-error')).toBeVisible();
    await page.getByRole('button', { name: /\(line 2\)/ }).click();
    await expect(code).toBeFocused();
    await expectAccessible(page);
  });

  await test.step('variables are completed', async () => {
    await page.keyboard.press('Control+a');
    await page.keyboard.type('<p>{{ contact.fir');
    await page.getByRole('option', { name: /contact\.first_name/ }).click();
    await expect(code).toContainText('{{ contact.first_name');
  });
});

test('a message is previewed as somebody, on a phone, in the dark, without images and as text', async ({ page }) => {
  await signUp(page, `preview-${Date.now()}@example.com`);
  await callApi(page, 'POST', '/api/contacts', { email: 'grace@readers.example', firstName: 'Grace' });
  const body =
    '<html><head><meta name="color-scheme" content="light dark"><style>body{background:#fff}@media (prefers-color-scheme: dark){body{background:rgb(1,2,3)}}</style></head>' +
    '<body><p>Hello {{ contact.first_name }}</p><img src="https://img.invalid/jug.png" alt="A jug"><a href="{{ unsubscribe_url }}">Stop</a></body></html>';
  const { id } = await callApi(page, 'POST', '/api/templates', { ...template, body });
  await open(page, id);
  const preview = page.getByRole('region', { name: 'Preview' });
  const frame = preview.frameLocator('iframe');
  await expect(frame.getByText('Hello Ada')).toBeVisible();
  await expect(preview.getByText(/of 102 kB/)).toBeVisible();

  await preview.getByRole('combobox', { name: 'Preview as' }).fill('grace');
  await page.getByRole('option', { name: /Grace/ }).click();
  await expect(frame.getByText('Hello Grace')).toBeVisible();
  await preview.getByRole('button', { name: 'Next person' }).click();
  await expect(frame.getByText('Hello Ada')).toBeVisible();

  const background = () => frame.locator('body').evaluate((element) => getComputedStyle(element).backgroundColor);
  for (const device of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: device });
    await preview.getByRole('tab', { name: 'Desktop' }).click();
    await expect.poll(background).toBe('rgb(255, 255, 255)');
    await preview.getByRole('tab', { name: 'Dark' }).click();
    await expect.poll(background).toBe('rgb(1, 2, 3)');
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await preview.getByRole('tab', { name: 'Images off' }).click();
  await expect(frame.getByRole('img', { name: 'A jug' })).toBeAttached();
  await preview.getByRole('tab', { name: 'Plain text' }).click();
  await expect(preview.getByText('Hello Ada')).toBeVisible();
  await expectAccessible(page);
});

test('code becomes a visual copy with a receipt, and stays as it is', async ({ page }) => {
  await signUp(page, `convert-${Date.now()}@example.com`);
  const body = '<h1>Hello</h1>\n<p>{% if contact.country %}Near you{% endif %} <a href="/shop">shop</a></p>';
  const { id } = await callApi(page, 'POST', '/api/templates', { ...template, body });
  await open(page, id);
  await page.getByRole('link', { name: 'Convert to blocks' }).click();
  await expect(page.getByRole('heading', { name: 'Convert “Letter”' })).toBeVisible();
  await expect(page.getByText('{% if contact.country %}')).toBeVisible();
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('/shop');
  await expect(
    page.getByRole('region', { name: 'Visual copy' }).frameLocator('iframe').getByText('Hello'),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create visual copy' }).click();
  await expect(page.getByText('“Letter (visual)” created')).toBeVisible();
  expect(await callApi(page, 'GET', `/api/templates/${id}`)).toMatchObject({ kind: 'code', body });
});

test('a change of the brand says which templates it changes, changes them, and can be undone', async ({ page }) => {
  await signUp(page, `brand-${Date.now()}@example.com`);
  await go(page, 'Templates');
  await page.getByRole('link', { name: 'New template' }).first().click();
  await page.getByRole('button', { name: 'Plain letter' }).click();
  await page.waitForURL(/templates\/[\da-f-]{36}/);
  const id = page.url().split('/').at(-1) ?? '';
  const bodyOf = async () => (await callApi<{ body: string }>(page, 'GET', `/api/templates/${id}`)).body;
  await go(page, 'Settings');
  await page.getByRole('link', { name: 'Brand' }).click();
  const save = page.getByRole('button', { name: 'Save brand' });
  await expect(save).toBeDisabled();
  await page.getByLabel('Text', { exact: true }).first().fill('#c0c0c0');
  await expect(page.getByText('hard to read')).toBeVisible();
  await page.getByLabel('Main color', { exact: true }).fill('#8a1c4a');
  await page.getByRole('button', { name: 'Make palette' }).click();
  await expect(page.getByText('hard to read')).toBeHidden();
  await expectAccessible(page);
  await save.click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('1 template will look different');
  await expect(dialog).toContainText('Plain letter');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save brand' }).click();
  await expect(page.getByText('Brand saved')).toBeVisible();
  expect(await bodyOf()).toContain('#8a1c4a');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The brand is as it was before')).toBeVisible();
  expect(await bodyOf()).not.toContain('#8a1c4a');
});

test('the pages of templates and the brand fit a phone', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 812 });
  await signUp(page, `phone-${Date.now()}@example.com`);
  const { id } = await callApi(page, 'POST', '/api/templates', { ...template, body: '<p>Hello</p>' });
  const home = /^.*\/o\/[\w-]+/.exec(page.url())?.[0];
  for (const path of ['/templates/new', `/templates/${id}`, `/templates/${id}/convert`, '/settings/brand']) {
    await page.goto(`${home}${path}`);
    await expect(page.locator('iframe').first()).toBeAttached();
    await expectAccessible(page);
    await expectNoOverflow(page);
  }
});
