import { expect, type Page, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

test('somebody without a mouse builds a message from nothing and publishes it', async ({ page }) => {
  await signUpConfirmed(page, `keys-${Date.now()}@example.com`);
  const id = await openEditor(page, []);
  const keys = page.keyboard;

  await test.step('a heading and a text with a variable and a link', async () => {
    await page.getByRole('button', { name: 'Add a heading' }).press('Enter');
    await expect(page.getByRole('textbox', { name: 'Heading' })).toBeFocused();
    await keys.type('Spring is here');
    await keys.press('Enter');
    await expect(page.getByRole('gridcell', { name: 'Heading: Spring is here' })).toBeFocused();
    await insertBelow(page, 'Text');
    await keys.type('Hello {{first');
    await expect(page.getByRole('option', { name: 'First name' })).toBeVisible();
    await keys.press('Enter');
    await keys.type(', come and see what is ');
    await keys.press('Control+b');
    await keys.type('new');
    await keys.press('Control+b');
    await keys.press('Shift+Control+ArrowLeft');
    await page.getByRole('button', { name: 'Link', exact: true }).press('Enter');
    await page.getByRole('textbox', { name: 'Address' }).fill('shop.example/new');
    await keys.press('Enter');
    await expect(page.getByRole('textbox', { name: 'Text', exact: true })).toBeFocused();
    await keys.press('Escape');
  });

  await test.step('a button from the slash menu of a text', async () => {
    await keys.press('Enter');
    await keys.press('Control+End');
    await keys.type(' /butt');
    await expect(page.getByRole('option', { name: 'Button' })).toBeVisible();
    await keys.press('Enter');
    await expect(page.getByRole('gridcell', { name: 'Button: Read more' })).toBeFocused();
  });

  await test.step('two columns, with the button moved into the second and a divider in the first', async () => {
    await insertBelow(page, 'Two columns');
    await expect(page.getByRole('gridcell', { name: 'Empty column' })).toHaveCount(2);
    await keys.press('ArrowUp');
    await page.getByRole('gridcell', { name: 'Button: Read more' }).focus();
    await keys.press('Alt+ArrowDown');
    await keys.press('Alt+ArrowDown');
    await expect(page.getByRole('gridcell', { name: 'Button: Read more' })).toBeFocused();
    await page
      .getByRole('gridcell', { name: 'Empty column' })
      .getByRole('button', { name: 'Add a block' })
      .press('Enter');
    await page.getByRole('menuitem', { name: 'Divider' }).press('Enter');
    await expect(page.getByRole('gridcell', { name: 'Divider' })).toBeFocused();
  });

  await test.step('what was done is undone and done again, letters of one word together', async () => {
    await keys.press('Delete');
    await expect(page.getByRole('gridcell', { name: 'Divider' })).toHaveCount(0);
    await keys.press('Control+z');
    await expect(page.getByRole('gridcell', { name: 'Divider' })).toHaveCount(1);
    await keys.press('Control+Shift+z');
    await expect(page.getByRole('gridcell', { name: 'Divider' })).toHaveCount(0);
  });

  await test.step('the outline does the same', async () => {
    await page.getByRole('tab', { name: 'Outline' }).press('Enter');
    await page.getByRole('treeitem', { name: /^Heading/ }).focus();
    await keys.press('Alt+ArrowDown');
    await expect(page.getByRole('treeitem').nth(2)).toHaveAccessibleName(/^Heading/);
    await keys.press('Alt+ArrowUp');
  });

  await expectAccessible(page);
  await page.getByLabel('Subject').fill('Spring news');
  await page.getByRole('button', { name: 'Publish' }).press('Enter');
  await expect(page.getByText('Published', { exact: true }).first()).toBeVisible();
  await expect.poll(async () => (await templateOf(page, id)).subject).toBe('Spring news');
  const { document, body } = await templateOf(page, id);
  expect(body).toContain('{{ contact.first_name }}, come and see what is');
  expect(body).toContain('href="https://shop.example/new"');
  expect(document.sections.map(({ columns }) => columns.map(({ blocks }) => blocks.map(({ type }) => type)))).toEqual([
    [['heading', 'text']],
    [[], ['button']],
  ]);
});

test('with a mouse: from the palette, dragged, styled, copied into another message, with a picture', async ({
  page,
}) => {
  await signUpConfirmed(page, `mouse-${Date.now()}@example.com`);
  const other = await openEditor(page, []);
  await openEditor(page, [text('First'), text('Second'), text('Third')]);
  const cell = (name: string | RegExp) => page.getByRole('gridcell', { name });
  const order = () => page.getByRole('gridcell').evaluateAll((cells) => cells.map((each) => each.ariaLabel));

  await cell('Text: Third').click({ position: { x: 300, y: 4 } });
  await page.keyboard.press('Escape');
  await drag(page, page.getByTitle('Drag to move'), cell('Text: First'));
  await expect.poll(order).toEqual(['Text: Third', 'Text: First', 'Text: Second']);
  await drag(page, page.getByRole('button', { name: 'Divider' }), cell('Text: First'));
  await expect.poll(order).toEqual(['Text: Third', 'Divider', 'Text: First', 'Text: Second']);

  await cell('Text: First').click();
  await page.getByRole('radio', { name: 'Center' }).check({ force: true });
  await expect(cell('Text: First').locator('> div').first()).toHaveCSS('text-align', 'center');
  await page
    .getByRole('group', { name: 'Text color' })
    .getByRole('radio', { name: 'Primary', exact: true })
    .check({ force: true });
  await page.getByRole('button', { name: 'Show only to some' }).click();
  await expect(cell('Text: First').getByText('Only if First name is set')).toBeVisible();

  const dropped = await page.evaluateHandle((base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], 'dot.png', { type: 'image/png' }));
    return data;
  }, dot);
  await page.getByRole('grid').dispatchEvent('drop', { dataTransfer: dropped });
  await expect(cell(/^Image/).locator('img')).toHaveAttribute('src', /^http/);

  await page.keyboard.press('Control+s');
  await expect(page.getByText('Draft saved, not published')).toBeVisible();
  await cell('Text: First').focus();
  await page.keyboard.press('Control+c');
  await page.goto(page.url().replace(/[\w-]+$/, other));
  await page.getByRole('button', { name: 'Add a heading' }).focus();
  await page.keyboard.press('Control+v');
  await expect.poll(order).toEqual(['Text: First']);

  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page.getByRole('radio', { name: 'Center' })).toBeChecked();
  await expectAccessible(page);
});

/** A PNG of one pixel. */
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

interface StoredTemplate {
  readonly subject: string;
  readonly body: string;
  readonly document: {
    readonly sections: readonly {
      readonly columns: readonly { readonly blocks: readonly { readonly type: string }[] }[];
    }[];
  };
}

async function templateOf(page: Page, id: string): Promise<StoredTemplate> {
  return callApi<StoredTemplate>(page, 'GET', `/api/templates/${id}`);
}

function text(words: string) {
  const content = [{ type: 'paragraph', content: [{ type: 'text', text: words }] }];
  return { id: words.toLowerCase(), type: 'text', content: { type: 'doc', content } };
}

async function openEditor(page: Page, blocks: readonly object[]): Promise<string> {
  const sections = blocks.length > 0 ? [{ id: 's', columns: [{ id: 'c', blocks }] }] : [];
  const document = { version: 1, sections };
  const { id } = await callApi(page, 'POST', '/api/templates', {
    name: 'News',
    subject: 'News',
    kind: 'visual',
    document,
  });
  const home = /^.*\/o\/[\w-]+/.exec(page.url())?.[0] ?? '';
  await page.goto(`${home}/templates/${id}`);
  await expect(page.getByRole('grid', { name: 'Message' })).toBeVisible();
  return id;
}

/** Of the block with the focus, by its own menu. */
async function insertBelow(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Insert below' }).press('Enter');
  await page.getByRole('menuitem', { name, exact: true }).press('Enter');
}

/** To the upper half, as a hand does it: in steps, with a rest at the end. */
async function drag(page: Page, what: ReturnType<Page['getByRole']>, to: ReturnType<Page['getByRole']>): Promise<void> {
  const [from, target] = [await what.boundingBox(), await to.boundingBox()];
  if (!from || !target) throw new Error('Neither can be dragged while it is not to be seen.');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2 + 8, from.y + from.height / 2 + 8, { steps: 4 });
  await page.mouse.move(target.x + target.width / 2, target.y + 4, { steps: 12 });
  await page.mouse.move(target.x + target.width / 2 + 2, target.y + 3, { steps: 4 });
  await page.mouse.up();
}
