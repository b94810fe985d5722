import { expect, type Page, test } from '@playwright/test';
import * as features from '../src/features.ts';
import type { Feature } from '../src/shared/feature.ts';
import { callApi, go, importPeople, signUpConfirmed, url } from './person.ts';

test.use({ baseURL: url });

const all: readonly Feature[] = Object.values(features);
const inOrganization: readonly string[] = all.flatMap(({ pages = [] }) => pages.map(({ path }) => path));
const outside = all.flatMap(({ publicPages = [] }) => publicPages.map(({ path }) => path));

test('every page has a title of its own, and what does not exist a page with a way back', async ({ page }) => {
  test.setTimeout(300_000);
  await signUpConfirmed(page, `pages-${Date.now()}@example.com`);
  await importPeople(page, 'Readers', ['email', 'ada@readers.example']);
  const importId = /imports\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  const subject = 'News for {{ contact.firstName }}';
  const template = await callApi(page, 'POST', '/api/templates', {
    name: 'Newsletter',
    subject,
    format: 'html',
    body: '<p>Hi</p>',
  });
  const campaign = await callApi(page, 'POST', '/api/campaigns', { name: 'Spring', templateId: template.id });
  const contact = await callApi(page, 'POST', '/api/contacts', { email: 'grace@readers.example' });
  const segment = await callApi(page, 'POST', '/api/segments', {
    name: 'Everyone here',
    tree: { kind: 'all', of: [{ kind: 'subscription', is: 'subscribed' }] },
  });
  const savedBlock = await callApi(page, 'POST', '/api/saved-blocks', {
    name: 'Gap',
    blocks: [{ id: 'gap', type: 'spacer' }],
  });
  const message = await callApi(page, 'POST', '/api/messages', {
    to: { address: 'ada@readers.example', name: 'Ada' },
    from: { name: 'Shop', address: 'shop@readers.example' },
    subject: 'Your order',
    text: 'Thanks.',
  });
  const domain = await callApi(page, 'POST', '/api/domains', { domain: 'pages.example' });
  await callApi(page, 'POST', '/api/messages', {
    to: { address: 'fail-554@readers.example' },
    from: { name: 'Shop', address: 'shop@readers.example' },
    subject: 'Refused because of a policy',
    text: 'Thanks.',
  });
  const key = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', {
    kind: 'secret',
    name: 'Server',
    scopes: ['events:write'],
  });
  const event = { event: 'page_view', userId: 'grace' };
  const headers = { authorization: `Bearer ${key.secret}` };
  expect((await page.request.post('/v1/events', { data: event, headers })).status()).toBe(202);
  const dashboard = await callApi(page, 'POST', '/api/dashboards', { name: 'Shop', starter: 'shop' });
  const query = {
    kind: 'series',
    period: { kind: 'last', days: 7 },
    interval: 'day',
    events: [{ name: 'purchase' }],
  };
  const report = await callApi(page, 'POST', '/api/saved-reports', { name: 'Purchases a day', query });
  const schedule = await callApi(page, 'POST', '/api/dashboard-schedules', {
    dashboardId: dashboard.id,
    timing: { kind: 'daily', hour: 7 },
    format: 'tables',
    recipientIds: [(await callApi<{ user: { id: string } }>(page, 'GET', '/api/session')).user.id],
  });
  const ids: Readonly<Record<string, string>> = {
    '/campaigns/messages/:id': message.id,
    '/campaigns/:id': campaign.id,
    '/campaigns/:id/edit': campaign.id,
    '/campaigns/:id/approval': campaign.id,
    '/templates/:id': template.id,
    '/templates/:id/convert': template.id,
    '/templates/:id/versions': template.id,
    '/templates/saved-blocks/:id': savedBlock.id,
    '/templates/saved-blocks/:id/publish': savedBlock.id,
    '/contacts/imports/:id': importId,
    '/contacts/:id': contact.id,
    '/deliverability/incidents/:id': await firstIn(page, '/api/incidents'),
    '/people/:id': await firstIn(page, '/api/people'),
    '/segments/:id': segment.id,
    '/settings/domains/:id': domain.id,
    '/settings/domains/:id/delivery-tests': domain.id,
    '/settings/event-schema/:id': await firstIn(page, '/api/event-schemas'),
    '/campaigns/:id/conversions': campaign.id,
    '/dashboards/:id': dashboard.id,
    '/dashboards/:id/mail': dashboard.id,
    '/dashboards/:id/stop/:scheduleId': dashboard.id,
    '/people/:id/journey': await firstIn(page, '/api/people'),
    '/reports/:id': report.id,
  };
  const home = /^.*\/o\/[\w-]+/.exec(page.url())?.[0] ?? '';
  expect(inOrganization.length).toBeGreaterThan(35);
  expect(outside.length).toBeGreaterThan(6);

  const titles = new Map<string, string>();
  const note = async (path: string) => {
    await settle(page);
    const title = await page.title();
    expect(title, path).toMatch(/^\S.* · EngageX$/);
    expect(titles.get(title), `${path} has the title ${title}`).toBeUndefined();
    titles.set(title, path);
  };
  for (const path of inOrganization) {
    await page.goto(home + path.replace(':id', ids[path] ?? '').replace(':scheduleId', schedule.id));
    await note(path);
  }

  const nothing = ['00000000-0000-7000-8000-000000000000', 'no-id'];
  for (const path of inOrganization.filter((each) => each.includes(':id'))) {
    for (const id of nothing) {
      await page.goto(home + path.replace(':id', id));
      await expect(page.getByRole('heading', { name: /not found$/, level: 1 }), `${path} ${id}`).toBeVisible();
      const back = page.getByRole('main').getByRole('link', { name: /^Back to / });
      const to = await back.getAttribute('href');
      expect(inOrganization, `${path} leads back to ${to}`).toContain(to?.replace(/^\/o\/[\w-]+/, ''));
    }
  }
  await page.goto(`${home}/settings/nothing`);
  await expect(page.getByRole('link', { name: 'Go home' })).toBeVisible();

  // A subject is shown as a person would read it.
  await page.goto(`${home}/templates`);
  await expect(page.getByText('News for [first name]')).toBeVisible();
  await page.goto(`${home}/campaigns/${campaign.id}/edit?step=5`);
  await expect(page.getByText('News for [first name]').first()).toBeVisible();
  await expect(page.getByText('News for {{')).toHaveCount(0);

  await page.context().clearCookies();
  for (const path of outside) {
    await page.goto(path);
    await note(path);
  }
});

test('the focus returns where it was, and after a deletion goes to the next row', async ({ page }) => {
  await signUpConfirmed(page, `focus-${Date.now()}@example.com`);
  for (const name of ['Alpha', 'Beta', 'Gamma']) await callApi(page, 'POST', '/api/groups', { name });
  await go(page, 'Groups');
  const actions = (name: string) => page.getByRole('button', { name: `Actions for ${name}` });

  const create = page.getByRole('button', { name: 'New group' });
  await create.press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(create).toBeFocused();

  await actions('Beta').press('Enter');
  await page.keyboard.press('Escape');
  await expect(actions('Beta')).toBeFocused();

  await actions('Beta').press('Enter');
  await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(actions('Beta')).toBeFocused();

  const remove = async (name: string) => {
    await actions(name).press('Enter');
    await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
    await expect(actions(name)).toHaveCount(0);
  };
  await remove('Beta');
  await expect(actions('Gamma')).toBeFocused();
  await remove('Gamma');
  await expect(actions('Alpha')).toBeFocused();
  await remove('Alpha');
  await expect(page.getByRole('main')).toBeFocused();

  await create.first().focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(create.first()).toBeFocused();
});

/** Until nothing is being loaded any more. */
async function settle(page: Page): Promise<void> {
  await expect(page.locator('h1').first()).toBeVisible();
  await expect(page.locator('[aria-busy]')).toHaveCount(0);
}

/** The id of what is first in a list, as soon as something is. */
async function firstIn(page: Page, list: string): Promise<string> {
  const find = async () => {
    const { items } = await callApi<{ items: { id: string }[] }>(page, 'GET', list);
    return items[0]?.id ?? '';
  };
  await expect.poll(find, list).not.toBe('');
  return find();
}
