import { type Browser, expect, type Page, test } from '@playwright/test';
import {
  callApi,
  expectAccessible,
  expectNoOverflow,
  mailedLink,
  mailTo,
  password,
  signUpConfirmed,
  url,
} from './person.ts';

test.use({ baseURL: url });

test('two people edit one message: each sees the other, different blocks merge, and of the same block nobody loses theirs', async ({
  page,
  browser,
}) => {
  const { colleague, path } = await twoEditors(page, browser, `merge-${Date.now()}`);
  const cell = (tab: Page, name: string | RegExp) => tab.getByRole('gridcell', { name });

  await test.step('each sees that the other is there', async () => {
    await expect(page.getByText('Charles Babbage is editing')).toBeVisible();
    await expect(colleague.getByText('Ada Lovelace is editing')).toBeVisible();
  });

  await test.step('different blocks', async () => {
    await write(page, 'Doors open at seven.', ' Be early.');
    await write(colleague, 'Bring a friend.', ' Or two.');
    await save(page);
    await save(colleague);
    for (const tab of [page, colleague]) {
      await expect(cell(tab, 'Text: Doors open at seven. Be early.')).toBeVisible();
      await expect(cell(tab, 'Text: Bring a friend. Or two.')).toBeVisible();
    }
  });

  await test.step('the same block: the second to save chooses between two pictures', async () => {
    await write(page, 'Bring a friend. Or two.', ' Or three.');
    await write(colleague, 'Bring a friend. Or two.', ' Or your cat.');
    await page.keyboard.press('Control+s');
    await expect(page.getByText('Draft saved, not published')).toBeVisible();
    await colleague.keyboard.press('Control+s');
    const card = colleague.getByRole('region', { name: 'Changed at the same time' });
    await expect(card).toContainText('Or three.');
    await expect(card).toContainText('Or your cat.');
    await expect(card.locator('.mail')).toHaveCount(2);
    await expectAccessible(colleague);
    await colleague.setViewportSize({ width: 375, height: 800 });
    await expectNoOverflow(colleague);
    await colleague.setViewportSize({ width: 1440, height: 900 });
    await card.getByRole('button', { name: 'Keep both' }).click();
    await expect(card).toBeHidden();
    await save(colleague);
    for (const tab of [page, colleague]) {
      await expect(cell(tab, /Or three\./)).toBeVisible();
      await expect(cell(tab, /Or your cat\./)).toBeVisible();
    }
  });

  await colleague.goto(path.replace(/\/templates.*/, ''));
  await expect(page.getByText('Charles Babbage is editing')).toBeHidden();
});

test('a comment on a block reaches the member it mentions, is answered and resolved before the eyes of its author', async ({
  page,
  browser,
  request,
}) => {
  const { colleague, email } = await twoEditors(page, browser, `comment-${Date.now()}`);
  const keys = page.keyboard;

  await test.step('by keyboard, with the member chosen from the list', async () => {
    await page.getByRole('gridcell', { name: 'Text: Bring a friend.' }).click();
    await keys.press('Escape');
    await page.getByRole('button', { name: 'More for this block' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Comment' }).press('Enter');
    await expect(page.getByRole('textbox', { name: 'Comment on Text: Bring a friend.' })).toBeFocused();
    await keys.type('Is this right, @cha');
    await expect(page.getByRole('option', { name: 'Charles Babbage' })).toBeVisible();
    await expectAccessible(page);
    await keys.press('Enter');
    await keys.type('?');
    await keys.press('Control+Enter');
    await expect(page.getByRole('article', { name: /Bring a friend/ })).toContainText(
      'Is this right, @Charles Babbage ?',
    );
    await expect(
      page.getByRole('gridcell', { name: /Bring a friend/ }).getByRole('button', { name: '1 open thread' }),
    ).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('the link in the mail opens it', async () => {
    const mail = await mailTo(request, email, 'You were mentioned in a comment on “News”');
    const link = /https?:\S+#comment-[\w-]+/.exec(mail.text ?? '')?.[0] ?? '';
    await colleague.goto(link);
    await expect(colleague.getByRole('listitem').filter({ hasText: 'Is this right' })).toBeFocused();
  });

  await test.step('an answer and its end arrive without a reload', async () => {
    const thread = colleague.getByRole('article', { name: /Bring a friend/ });
    await thread.getByRole('button', { name: 'Reply' }).click();
    await colleague.keyboard.type('It is.');
    await thread.getByRole('button', { name: 'Reply' }).click();
    await expect(page.getByRole('article')).toContainText('It is.');
    await thread.getByRole('button', { name: 'Resolve' }).click();
    await expect(page.getByText('No open threads.')).toBeVisible();
    await expect(page.getByRole('button', { name: '1 open thread' })).toHaveCount(0);
    await colleague.getByRole('button', { name: 'Undo' }).last().click();
    await expect(page.getByRole('article')).toContainText('It is.');
  });

  await test.step('its author changes it, the other reads the change, and it is taken back', async () => {
    await page.getByRole('button', { name: 'Edit comment' }).first().click();
    const box = page.getByRole('textbox', { name: 'Edit comment' });
    await expect(box).toBeFocused();
    await keys.press('Control+a');
    await keys.type('Is this still right?');
    await expectAccessible(page);
    await keys.press('Control+Enter');
    const edited = colleague.getByRole('listitem').filter({ hasText: 'Is this still right?' });
    await expect(edited).toContainText('edited');
    await expect(colleague.getByRole('button', { name: 'Edit comment' })).toHaveCount(1); // their own answer
    const said = page.getByRole('listitem').filter({ hasText: 'Comment changed' });
    await said.getByRole('button', { name: 'Undo' }).click();
    await expect(edited).toHaveCount(0);
    await expect(page.getByRole('article')).toContainText('Is this right');
  });

  await test.step('of a deleted block it says so, and a deleted comment comes back', async () => {
    await page.getByRole('button', { name: /Bring a friend/ }).click();
    await keys.press('Delete');
    await expect(page.getByRole('article', { name: 'Thread on a block that was deleted' })).toBeVisible();
    await page.getByRole('button', { name: 'Delete comment' }).first().click();
    await expect(page.getByText('No open threads.')).toBeVisible();
    const deleted = page.getByRole('listitem').filter({ hasText: 'Comment deleted' });
    await deleted.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('article')).toContainText('Is this right');
  });

  await page.setViewportSize({ width: 375, height: 800 });
  await expect(page.getByRole('dialog', { name: 'Comments' })).toContainText('Is this right');
  await expectNoOverflow(page);
  await expectAccessible(page);
});

/** Both with the editor of the same message open. */
async function twoEditors(page: Page, browser: Browser, name: string) {
  await signUpConfirmed(page, `${name}@example.com`);
  const block = (id: string, text: string) => ({
    id,
    type: 'text',
    content: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] },
  });
  const blocks = [block('a', 'Doors open at seven.'), block('b', 'Bring a friend.')];
  const { id } = await callApi(page, 'POST', '/api/templates', {
    name: 'News',
    subject: 'News',
    kind: 'visual',
    document: { version: 1, sections: [{ id: 's', columns: [{ id: 'c', blocks }] }] },
  });
  const email = `${name}-colleague@example.com`;
  await callApi(page, 'POST', '/api/invitations', { email, role: 'editor' });
  const colleague = await (
    await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } })
  ).newPage();
  await colleague.goto(await mailedLink(page.request, email, 'invitation'));
  await colleague.getByLabel('Your name').fill('Charles Babbage');
  await colleague.getByLabel('Password', { exact: true }).fill(password);
  await colleague.getByRole('button', { name: 'Create account and join' }).click();
  await colleague.waitForURL(/\/o\//);
  const path = `${/\/o\/[\w-]+/.exec(page.url())?.[0] ?? ''}/templates/${id}`;
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const tab of [page, colleague]) {
    await tab.goto(path);
    await expect(tab.getByRole('grid', { name: 'Message' })).toBeVisible();
  }
  return { colleague, email, path };
}

/** At the end of the text with these words. */
async function write(page: Page, words: string, more: string): Promise<void> {
  await page.getByRole('gridcell', { name: `Text: ${words}`, exact: true }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(more);
}

async function save(page: Page): Promise<void> {
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Draft saved, not published')).toBeVisible();
}
