import { expect, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('the versions of a template say what changed, and an older one is restored and taken back', async ({ page }) => {
  await signUp(page, `versions-${Date.now()}@example.com`);
  const home = /^.*\/o\/[\w-]+/.exec(page.url())?.[0] ?? '';
  const block = (id: string, text: string) => ({
    id,
    type: 'text',
    content: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
  });
  const documentOf = (...blocks: object[]) => ({
    version: 1,
    sections: [{ id: 's', columns: [{ id: 'c', blocks }] }],
  });
  const { id } = await callApi(page, 'POST', '/api/templates', {
    name: 'Monthly',
    subject: 'See you on Monday',
    kind: 'visual',
    document: documentOf(block('a', 'Doors open at seven.'), block('b', 'Bring a friend.')),
  });
  const save = (baseRevision: number, subject: string, document: object) =>
    callApi(page, 'PATCH', `/api/templates/${id}/draft`, { baseRevision, subject, document });
  const later = documentOf(block('a', 'Doors open at eight.'), block('n', 'There will be cake.'));
  await save(1, 'See you on Tuesday', later);
  await callApi(page, 'POST', `/api/templates/${id}/draft/publish`, { revision: 2 });
  await save(3, 'See you on Friday', later);

  await page.goto(`${home}/templates/${id}/versions`);
  const list = page.getByRole('region', { name: 'Versions', exact: true });
  await expect(list.getByRole('button')).toHaveText([/Draft by Ada/, /Published by Ada.*In use/, /Published by Ada/]);
  await list.getByRole('button').nth(1).click();
  const changes = page.getByRole('region', { name: /^Version of/ });
  await expect(changes.locator('del')).toHaveText(['Monday', 'seven']);
  await expect(changes.locator('ins')).toHaveText(['Tuesday', 'eight']);
  await expect(changes.getByRole('heading', { level: 3 })).toHaveText([
    'Subject',
    'Text Changed',
    'Text Removed',
    'Text Added',
  ]);
  await expect(changes).toContainText('There will be cake.');
  await expectAccessible(page);

  await list.getByRole('button').nth(2).click();
  await expect(changes).toContainText('The oldest version');
  await expect(changes).toContainText('Doors open at seven.');
  await changes.getByRole('button', { name: 'Restore this version' }).click();
  await expect(page.getByText('Version restored as the draft')).toBeVisible();
  await expect(list.getByRole('button')).toHaveText([/Restored by Ada/, /Edited by Ada/, /In use/, /Published by Ada/]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(list.getByRole('button')).toHaveCount(5);
  await list.getByRole('button').first().click();
  await expect(changes.locator('ins').first()).toHaveText('Friday');

  await page.setViewportSize({ width: 375, height: 800 });
  await expectNoOverflow(page);
  await expectAccessible(page);
});
