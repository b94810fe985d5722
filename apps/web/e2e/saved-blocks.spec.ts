import { expect, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

test('a block is saved, used in two templates, changed in both by a release that shows it first, and taken back', async ({
  page,
}) => {
  await signUpConfirmed(page, `saved-${Date.now()}@example.com`);
  const home = /^.*\/o\/[\w-]+/.exec(page.url())?.[0] ?? '';
  const templateWith = (name: string, blocks: readonly object[]) =>
    callApi(page, 'POST', '/api/templates', {
      name,
      subject: 'News',
      kind: 'visual',
      document: { version: 1, sections: [{ id: 's', columns: [{ id: 'c', blocks }] }] },
    });
  const bodyOf = async (id: string) => (await callApi<{ body: string }>(page, 'GET', `/api/templates/${id}`)).body;
  const first = await templateWith('First', [text('Open from nine')]);
  const second = await templateWith('Second', [text('Something else')]);

  await page.goto(`${home}/templates/${first.id}`);
  await page.getByRole('gridcell', { name: 'Text: Open from nine' }).click({ position: { x: 300, y: 4 } });
  await page.getByRole('button', { name: 'More for this block' }).click();
  await page.getByRole('menuitem', { name: 'Save for other templates' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Opening hours');
  await page.getByRole('button', { name: 'Save block' }).click();
  await expect(page.getByRole('gridcell', { name: /^Saved block/ })).toContainText('Open from nine');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('Published', { exact: true }).first()).toBeVisible();

  await page.goto(`${home}/templates/${second.id}`);
  await page.getByRole('button', { name: 'Opening hours' }).click();
  await expect(page.getByRole('gridcell', { name: /^Saved block/ })).toContainText('Open from nine');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect.poll(() => bodyOf(second.id)).toContain('Open from nine');

  await page.goto(`${home}/templates/saved-blocks`);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Opening hours' }).click();
  await page.getByText('Open from nine').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' to five');
  await expect(page.getByText('Draft saved')).toBeVisible();
  expect(await bodyOf(first.id)).not.toContain('to five');

  await page.getByRole('button', { name: 'Review and publish' }).click();
  await expect(page.getByText('2 templates will change')).toBeVisible();
  const pictures = page.getByRole('listitem').filter({ hasText: 'First' }).locator('iframe');
  await expect(pictures).toHaveCount(2);
  await expect(pictures.last().contentFrame().getByText('Open from nine to five')).toBeAttached();
  await expect(pictures.first().contentFrame().getByText('to five')).not.toBeAttached();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect.poll(() => bodyOf(first.id)).toContain('Open from nine to five');
  expect(await bodyOf(second.id)).toContain('Open from nine to five');

  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(page.getByText('The release was undone')).toBeVisible();
  for (const { id } of [first, second]) expect(await bodyOf(id)).not.toContain('to five');

  // The draft was not changed by either, so whoever has it open goes on.
  await page.getByText('Open from nine to five').click();
  await page.keyboard.press('End');
  await page.keyboard.type(', daily');
  const saved = page.waitForResponse((response) => response.request().method() === 'PATCH');
  expect((await saved).status()).toBe(200);
  await expect(page.getByText('Draft saved')).toBeVisible();
});

function text(words: string) {
  const content = [{ type: 'paragraph', content: [{ type: 'text', text: words }] }];
  return { id: words.toLowerCase().replaceAll(' ', '-'), type: 'text', content: { type: 'doc', content } };
}
