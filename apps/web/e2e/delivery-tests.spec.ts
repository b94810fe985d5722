import { expect, test } from '@playwright/test';
import type { DomainView } from '@engagex/domain/domains';
import { publish } from './dns-host.ts';
import { callApi, expectAccessible, expectNoOverflow, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

test('delivery is tested from the page of a domain: findings appear as messages come back, and the domain shows the result', async ({
  page,
}) => {
  await signUpConfirmed(page, 'delivery@example.com');
  const home = /^.*\/o\/[\w-]+/.exec(page.url())?.[0] ?? '';
  const domain = await callApi<DomainView>(page, 'POST', '/api/domains', { domain: 'delivered.example' });
  const found = domain.records.map(({ name, type, value }) => [name, { [type]: [value] }] as const);
  await publish({ 'delivered.example': { NS: ['ns.host.example'] }, ...Object.fromEntries(found) });

  await page.goto(`${home}/settings/domains/${domain.id}`);
  const card = page.getByRole('region', { name: 'Delivery tests' });
  await expect(card.getByText('Not tested yet.')).toBeVisible();
  await card.getByRole('link', { name: 'Test delivery' }).click();
  await page.getByRole('button', { name: 'Run test' }).click();

  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings.getByText(/^Your bounce came back after/)).toBeVisible();
  await expect(findings.getByText('The DKIM signature of delivered.example is valid.')).toBeVisible();
  await expect(findings.getByText('One-click unsubscribing arrived and is covered by the signature.')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Timeline' }).getByText('Test finished')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByRole('region', { name: 'History' }).getByRole('listitem')).toHaveCount(2);

  await page.goto(`${home}/settings/domains/${domain.id}`);
  await expect(card.getByRole('link', { name: 'This installation' })).toBeVisible();
  await page.goto(`${home}/settings/transports`);
  await expect(page.getByRole('link', { name: 'Delivery test of delivered.example' })).toBeVisible();
});

test('the review tests delivery by itself, and after a failed test a campaign is sent only by choosing “Send anyway”', async ({
  page,
}) => {
  await signUpConfirmed(page, 'anyway@example.com');
  const home = /^.*\/o\/[\w-]+/.exec(page.url())?.[0] ?? '';
  const domain = await callApi<DomainView>(page, 'POST', '/api/domains', { domain: 'unsigned.example' });
  const found = domain.records.map(({ name, type, value }) => [name, { [type]: [value] }] as const);
  await publish({ 'unsigned.example': { NS: ['ns.host.example'] }, ...Object.fromEntries(found) });
  await callApi(page, 'POST', `/api/domains/${domain.id}/checks`);
  const state = async () => (await callApi<DomainView>(page, 'GET', `/api/domains/${domain.id}`)).state;
  await expect.poll(state).toBe('verified');
  const proofs = domain.records.filter(({ key }) => key.startsWith('dkim') || key === 'return_path');
  await publish(Object.fromEntries(proofs.map(({ name }) => [name, {}])));

  const group = await callApi(page, 'POST', '/api/groups', { name: 'Somebody' });
  const contact = await callApi(page, 'POST', '/api/contacts', { email: 'some.body@example.com' });
  await callApi(page, 'PUT', `/api/groups/${group.id}/members/${contact.id}`);
  const body = '<p>Hello</p><p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>';
  const template = await callApi(page, 'POST', '/api/templates', { name: 'Hi', subject: 'Hi', format: 'html', body });
  const sender = { senderName: 'Shop', senderEmail: 'hello@unsigned.example' };
  const draft = { name: 'Anyway', templateId: template.id, groupIds: [group.id], ...sender };
  const campaign = await callApi(page, 'POST', '/api/campaigns', draft);

  await page.goto(`${home}/campaigns/${campaign.id}/edit?step=5`);
  await expect(page.getByText('The delivery test failed')).toBeVisible({ timeout: 30_000 }); // it began by itself
  await expect(page.getByText(/^Neither the signature nor the return path belongs to unsigned\.example/)).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.getByRole('button', { name: 'Send to 1 person' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText('The delivery test failed')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Send anyway' }).click();
  await expect(page.getByRole('timer')).toBeVisible();
});
