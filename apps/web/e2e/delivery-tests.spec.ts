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
