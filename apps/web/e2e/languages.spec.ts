import { expect, type Page, test } from '@playwright/test';
import { callApi, expectAccessible, expectNoOverflow, mailTo, sendAtOnce, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

const until = '<mj-text>Until {{ "2026-11-30" | date: "long" }}</mj-text>';

/** An English message with a text, a date and a footer. */
async function openTemplate(page: Page): Promise<string> {
  const { id } = await callApi(page, 'POST', '/api/templates', {
    name: 'Opening',
    subject: 'We open on Monday',
    kind: 'visual',
    document: {
      version: 1,
      sections: [
        {
          id: 's',
          columns: [
            {
              id: 'c',
              blocks: [
                { id: 'text', type: 'text', content: text('Come and see us') },
                { id: 'until', type: 'raw', language: 'mjml', source: until },
                { id: 'footer', type: 'footer', unsubscribe: line('Unsubscribe') },
              ],
            },
          ],
        },
      ],
    },
  });
  const home = /^.*\/o\/[\w-]+/.exec(page.url())?.[0] ?? '';
  await page.goto(`${home}/templates/${id}`);
  await expect(page.getByRole('grid', { name: 'Message' })).toBeVisible();
  return id;
}

test('a message is translated into German beside the English text, and read in German in the inbox', async ({
  page,
}) => {
  await signUpConfirmed(page, `languages-${Date.now()}@example.com`);
  const reader = `anna-${Date.now()}@example.com`;
  await callApi(page, 'POST', '/api/contacts', { email: reader, firstName: 'Anna', language: 'de-AT' });
  const group = await callApi(page, 'POST', '/api/groups', { name: 'Readers' });
  const { items } = await callApi<{ items: { id: string }[] }>(page, 'GET', '/api/contacts');
  await callApi(page, 'PUT', `/api/groups/${group.id}/members/${items[0]?.id}`);
  await sendAtOnce(page);
  const id = await openTemplate(page);
  const canvas = page.getByRole('grid', { name: 'Message' });

  await test.step('German is added with the keyboard', async () => {
    await page.getByRole('button', { name: 'Languages' }).press('Enter');
    await page.getByRole('combobox', { name: 'Add a translation' }).fill('Germ');
    await page.getByRole('option', { name: /^German de$/ }).click();
    await expect(page.getByRole('button', { name: 'Language: German' })).toContainText('0 of 4 texts');
    await expect(canvas).toHaveAttribute('lang', 'de');
    await expect(canvas.getByTitle('1 text not translated').first()).toBeVisible();
  });

  await test.step('texts are written in place, with the English text below', async () => {
    await canvas.getByText('Come and see us').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Besuchen Sie uns');
    await expect(canvas.getByText('Come and see us')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByLabel('Subject in German').fill('Wir öffnen am Montag');
    await page.getByRole('gridcell', { name: /^Footer/ }).focus();
    await page.getByRole('gridcell', { name: /^Footer/ }).click({ position: { x: 5, y: 5 } });
    await page.getByLabel('Unsubscribe link in German').fill('Abmelden');
    await page.getByRole('gridcell', { name: /^HTML/ }).click();
    await page.getByLabel('Code in German').fill('<mj-section>');
    await expect(page.getByText('<mj-section> cannot stand in a column.')).toBeVisible();
    await page.getByLabel('Code in German').fill(until.replace('Until', 'Bis'));
    await expect(page.getByRole('button', { name: 'Language: German' })).toContainText('4 of 4 texts');
    await expectAccessible(page);
  });

  await test.step('a changed English text makes the German one outdated, until somebody says that it fits', async () => {
    await page.getByRole('button', { name: 'Language: German' }).click();
    await page.getByRole('menuitem', { name: /^English/ }).click();
    await canvas.getByText('Come and see us').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' soon');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Language: English' }).click();
    await expect(page.getByRole('menuitem', { name: /German.*1 outdated/ })).toBeVisible();
    await page.getByRole('menuitem', { name: /German/ }).click();
    await canvas.getByText('Besuchen Sie uns').click();
    await page.keyboard.press('Escape');
    await expect(canvas.getByTitle('1 text outdated')).toBeVisible();
    await page.getByRole('button', { name: 'Mark as up to date' }).click();
    await expect(page.getByText('Outdated')).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(page.getByText('Outdated').first()).toBeVisible();
    await page.keyboard.press('Control+Shift+z');
  });

  await test.step('a German contact sees it in German, whichever language is being edited', async () => {
    await page.getByRole('button', { name: 'Language: German' }).click();
    await page.getByRole('menuitem', { name: /^English/ }).click();
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    const preview = page.getByRole('complementary', { name: 'Preview' });
    await expect(preview.locator('iframe').first().contentFrame().getByText('November 30, 2026')).toBeVisible();
    await preview.getByRole('combobox', { name: 'Preview as' }).fill('Anna');
    await page.getByRole('option', { name: /Anna/ }).click();
    await expect(preview.getByText('Wir öffnen am Montag')).toBeVisible();
    await expect(preview.locator('iframe').first().contentFrame().getByText('Bis 30. November 2026')).toBeVisible();
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
  });

  await test.step('Arabic is shown from right to left, and fits a phone', async () => {
    await page.getByRole('button', { name: 'Language: English' }).click();
    await page.getByRole('menuitem', { name: 'Manage languages…' }).click();
    await expectAccessible(page);
    await page.getByRole('combobox', { name: 'Add a translation' }).fill('Arab');
    await page.getByRole('option', { name: /^Arabic ar$/ }).click();
    await expect(canvas).toHaveAttribute('dir', 'rtl');
    await page.setViewportSize({ width: 375, height: 812 });
    await expectNoOverflow(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Language: Arabic' }).click();
    await page.getByRole('menuitem', { name: 'Manage languages…' }).click();
    await page.getByRole('button', { name: 'Remove Arabic' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(page.getByText('Published', { exact: true }).first()).toBeVisible();
  const campaign = await callApi(page, 'POST', '/api/campaigns', {
    name: 'Opening',
    templateId: id,
    groupIds: [group.id],
    senderName: 'Ada',
    senderEmail: 'ada@engines.example',
  });
  await test.step('the campaign is previewed and tested in a chosen language', async () => {
    await page.goto(`${/^.*\/o\/[\w-]+/.exec(page.url())?.[0]}/campaigns/${campaign.id}/edit?step=5`);
    const message = page.getByRole('region', { name: 'The message' });
    await message.getByRole('combobox', { name: 'Language' }).click();
    await page.getByRole('option', { name: 'German' }).click();
    await expect(message.getByText('Wir öffnen am Montag')).toBeVisible();
    await expectAccessible(page);
  });
  await callApi(page, 'POST', `/api/campaigns/${campaign.id}/launch`, {});
  const mail = await mailTo(page.request, reader, 'Wir öffnen am Montag');
  expect(mail.html).toContain('<html lang="de"');
  expect(mail.text).toContain('Besuchen Sie uns');
  expect(mail.text).toContain('Bis 30. November 2026');
  expect(mail.text).toContain('Abmelden');
});

function text(words: string) {
  return { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] };
}

function line(words: string) {
  return text(words);
}
