import { expect, type Page, test } from '@playwright/test';
import type { DomainView } from '@engagex/domain/domains';
import { publish } from './dns-host.ts';
import { callApi, expectAccessible, expectNoOverflow, go, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

async function openDomains(page: Page): Promise<void> {
  await go(page, 'Settings');
  await page.getByRole('link', { name: 'Sending domains' }).click();
}

/** Adds a domain with the keyboard alone; resolves to what is to be published. */
async function addDomain(page: Page, domain: string): Promise<DomainView> {
  await page.getByLabel('Domain', { exact: true }).fill(domain);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: domain, level: 1 })).toBeVisible();
  const id = page.url().split('/').at(-1) ?? '';
  return callApi<DomainView>(page, 'GET', `/api/domains/${id}`);
}

const recordOf = ({ records }: DomainView, key: string) => {
  const record = records.find((each) => each.key === key);
  if (!record) throw new Error(`There is no record ${key}.`);
  return record;
};

test('an owner adds a domain, sees what is wrong with its records, and has it verified', async ({ page, browser }) => {
  await signUpConfirmed(page, 'domains@example.com');
  await openDomains(page);
  await expect(page.getByText('Mailbox providers want proof')).toBeVisible();
  await page.getByLabel('Domain', { exact: true }).fill('gmail.com');
  await page.keyboard.press('Enter');
  await expect(page.getByText('gmail.com belongs to a provider of addresses for everybody')).toBeVisible();
  await expectAccessible(page);

  const domain = await addDomain(page, 'journey.example');
  const [ownership, key] = [recordOf(domain, 'ownership'), recordOf(domain, 'dkim_s1')];
  const records = page.getByRole('region', { name: 'DNS records' });
  await expect(records.getByText(ownership.value).first()).toBeVisible();
  await records.getByRole('combobox', { name: 'DNS host' }).click();
  await page.getByRole('option', { name: 'Namecheap' }).click();
  await expect(records.getByRole('button', { name: 'Copy host of Ownership' })).toBeVisible();
  await expect(records.getByText('choose “Custom MX” first')).toBeVisible();
  const saved = page.waitForEvent('download');
  await records.getByRole('button', { name: 'Zone file' }).click();
  expect((await saved).suggestedFilename()).toBe('journey.example.zone.txt');

  // The host added the domain once more to one name, and cut the other text off.
  await publish({
    'journey.example': { NS: ['ns.host.example'] },
    [`${ownership.name}.journey.example`]: { TXT: [ownership.value] },
    [key.name]: { TXT: [key.value.slice(0, 255)] },
  });
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(records.getByText('The name got your domain twice')).toBeVisible();
  await expect(records.getByText('The text is cut off after 255 characters')).toBeVisible();
  await expect(records.getByText(`missing: ${key.value.slice(255)}`)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Create link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).inputValue();
  const stranger = await browser.newContext({ viewport: { width: 375, height: 812 } });
  const shared = await stranger.newPage();
  await shared.goto(link);
  await expect(shared.getByRole('heading', { name: 'DNS records for journey.example' })).toBeVisible();
  await expect(shared.getByText('The name got your domain twice')).toBeVisible();
  await expectNoOverflow(shared);
  await expectAccessible(shared);

  await publish({ [ownership.name]: { TXT: [ownership.value] }, [key.name]: { TXT: [key.value] } });
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText('Verified', { exact: true }).first()).toBeVisible();
  await expect(shared.getByText('All required records are published')).toBeVisible(); // by itself
  await expect(page.getByRole('region', { name: 'DKIM keys' }).getByText('Signing', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);

  await page.getByRole('button', { name: 'Revoke link' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke link' }).click();
  await expect(page.getByRole('button', { name: 'Create link' })).toBeVisible();
  await shared.reload();
  await expect(shared.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible();
  await stranger.close();

  await page.getByRole('button', { name: 'Delete domain' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: 'Delete domain' })).toBeDisabled();
  await dialog.getByRole('textbox').fill('journey.example');
  await dialog.getByRole('button', { name: 'Delete domain' }).click();
  await expect(page.getByText('Mailbox providers want proof')).toBeVisible();
});

test('a domain is warmed up on its page, and a campaign says whether its sender is verified', async ({ page }) => {
  await signUpConfirmed(page, 'warm-up@example.com');
  await openDomains(page);
  await addDomain(page, 'warm.example');
  await page.getByRole('button', { name: 'Set limit' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Stop at').fill('500');
  await expect(dialog.getByRole('list', { name: 'Warm-up of warm.example' }).getByRole('listitem')).toHaveCount(5);
  await dialog.getByRole('button', { name: 'Save limit' }).click();
  await expect(page.getByText('0 of 50 today, warming up')).toBeVisible();

  await go(page, 'Campaigns');
  await page.getByRole('link', { name: 'New campaign' }).first().click();
  await page.getByLabel('Name').fill('From a new domain');
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.waitForURL(/\/campaigns\/[\w-]+\/edit/);
  await page.goto(`${page.url().split('?', 1)[0]}?step=2`);
  await page.getByLabel('Sender address').fill('ada@elsewhere.example');
  await expect(page.getByText('elsewhere.example is not one of your sending domains')).toBeVisible();
  await page.getByLabel('Sender address').fill('ada@warm.example');
  await expect(page.getByText('warm.example is not verified')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'See the records to publish' }).click();
  await expect(page.getByRole('heading', { name: 'warm.example', level: 1 })).toBeVisible();
});

test('deliverability is empty before anything was sent, and leads nowhere wrong', async ({ page }) => {
  await signUpConfirmed(page, 'deliverability@example.com');
  await go(page, 'Campaigns');
  await page.getByRole('link', { name: 'Deliverability' }).click();
  await expect(page.getByText('Once you have sent something')).toBeVisible();
  await expectAccessible(page);
});
