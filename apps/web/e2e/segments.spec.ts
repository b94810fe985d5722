import { expect, type Locator, type Page, test } from '@playwright/test';
import { demoTemplate } from '../../../tools/demo/demo-template.ts';
import { withClient } from '../../../tools/stack/postgres/postgres.ts';
import { ownerUrlOf } from '../../../tools/testing/product-database.ts';
import { expectAccessible, expectNoOverflow, go, signUp, url } from './person.ts';

test.use({ baseURL: url });

test('somebody describes whom they mean, sees who that is and why, and finds it again', async ({ page }) => {
  await signUp(page, 'segments@example.com');
  await go(page, 'Contacts');
  await page.getByRole('button', { name: 'New contact' }).first().click();
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('First name').fill('Ada');
  await page
    .getByRole('button', { name: /create|add|save/i })
    .last()
    .click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await go(page, 'Segments');
  await expect(page.getByText('Segments update themselves')).toBeVisible();
  await page.getByRole('link', { name: 'New segment' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Called A');
  await page.getByLabel('About').press('Enter');
  await page.getByRole('option', { name: 'First name' }).click();
  await page.getByLabel('First name: how').click();
  await page.getByRole('option', { name: 'begins with' }).click();
  await page.getByLabel('First name: value').fill('a');
  await expect(page.getByRole('option', { name: 'Ada' })).toBeVisible(); // as a contact is called
  await page.keyboard.press('Tab');
  await expect(page.getByText('Everyone whose first name begins with “a”.')).toBeVisible();
  await expect(page.getByRole('heading', { name: '1 contact' })).toBeVisible();

  // Still counted while the next condition is being written; a country is found by its name.
  await page.getByRole('button', { name: 'Add condition' }).click();
  await expect(page.getByText('Condition 2 is not complete, so it is not counted yet.')).toBeVisible();
  await expect(page.getByRole('heading', { name: '1 contact' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('combobox', { name: 'Country: value' }).fill('switz');
  await page.getByRole('combobox', { name: 'Country: value' }).press('Enter');
  await expect(page.getByRole('combobox', { name: 'Country: value' })).toHaveValue('Switzerland');
  await expect(page.getByText('and whose country is “Switzerland”')).toBeVisible();
  await expect(page.getByText('No contacts match these conditions.')).toBeVisible();
  await page.getByRole('button', { name: 'Condition 2: actions' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { name: '1 contact' })).toBeVisible();

  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('Yes, this person is in the segment.')).toBeVisible();
  await expect(page.getByText('Met: this is why')).toBeVisible();
  await expectAccessible(page);

  await page.reload();
  await expect(page.getByLabel('First name: value')).toHaveValue('a'); // not saved, and yet kept
  await page.getByRole('button', { name: 'Save segment' }).click();
  await expect(page.getByRole('heading', { name: 'Called A' })).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await expectAccessible(page);

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').click();
  await page.getByRole('link', { name: 'Contacts in Called A' }).click();
  await page
    .getByRole('link', { name: /ada@example.com/ })
    .first()
    .click();

  // On the page of that person, for as long as it is so.
  const segments = page.getByRole('region', { name: 'Segments' });
  await expect(segments.getByText(/^As of/)).toBeVisible();
  await expect(segments.getByRole('link', { name: 'Called A' })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await page.getByLabel('First name').fill('Mary');
  await page.getByRole('button', { name: 'Save contact' }).click();
  await expect(segments.getByText('Not in any segment.')).toBeVisible();
  await page.getByLabel('First name').fill('Ada');
  await page.getByRole('button', { name: 'Save contact' }).click();
  await segments.getByRole('link', { name: 'Called A' }).click();
  await expect(page.getByRole('heading', { name: 'Called A' })).toBeVisible();

  // From here to a campaign for them.
  await page.getByRole('link', { name: 'Send to these people' }).click();
  await expect(page.getByText('This campaign goes to the segment “Called A”.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('To those called A');
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.getByRole('link', { name: /Audience/ }).click();
  await expect(page.getByRole('checkbox', { name: 'Called A' })).toBeChecked();
  await expect(page.getByRole('region', { name: 'Who gets it' })).toContainText('1 person would get it');
  await expectAccessible(page);
  await expectNoOverflow(page);
});

test('groups in groups and an event with property and sum: built by keyboard, counted, explained, and mailed to', async ({
  page,
}) => {
  test.setTimeout(180_000); // it is a long way
  await signUp(page, 'spenders@example.com');
  const people: Record<string, string> = {};
  for (const name of ['Ada', 'Ben', 'Cleo']) {
    people[name] = await created(page, '/api/contacts', { email: `${name}@spenders.example`, firstName: name });
  }
  await store([
    { contactId: people['Ada'] ?? '', totals: [300, 250] },
    { contactId: people['Ben'] ?? '', totals: [900] },
  ]);

  await go(page, 'Segments');
  await page.getByRole('link', { name: 'New segment' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Big spenders');
  const first = page.getByRole('group', { name: 'Condition 1', exact: true });
  await choose(first.getByLabel('About'), 'Event');
  await first.getByLabel('Event name').click();
  await page.getByRole('option', { name: 'order_placed' }).click(); // offered, as it was received
  await first.getByLabel('Event: at least how many times').fill('2');
  await choose(first.getByLabel('Event: when'), 'in the last … days');
  await first.getByRole('button', { name: 'Where a property…' }).click();
  await expect(first.getByLabel('Property 1: name')).toHaveValue('shop');
  await first.getByLabel('Property 1: value').fill('Bern');
  await first.getByRole('button', { name: 'With a sum of…' }).click();
  await expect(first.getByLabel('Sum: property')).toHaveValue('total');
  await first.getByLabel('Sum: value').fill('500');

  await page.getByRole('button', { name: 'Add group of conditions' }).click();
  const nested = page.getByRole('group', { name: 'Condition 2.1', exact: true });
  await choose(nested.getByLabel('About'), 'First name');
  await choose(nested.getByLabel('First name: how'), 'is one of');
  const names = nested.getByLabel('First name: values', { exact: true });
  await names.fill('ad');
  await page.getByRole('option', { name: 'Ada' }).click(); // the whole name, not what was typed of it
  await names.fill('Smith, John');
  await names.press('Enter');
  const group = page.getByRole('group', { name: 'Group 2', exact: true });
  await group.getByRole('button', { name: 'Add group of conditions' }).click();
  await choose(page.getByLabel('Group 2.2: how they are joined'), 'None of these');
  await choose(page.getByRole('group', { name: 'Condition 2.2.1' }).getByLabel('About'), 'Subscription');
  await expect(
    page.getByText(
      'who did “order_placed” at least 2 times in the last 30 days where “shop” is “Bern”, with a sum of “total” that is at least 500',
    ),
  ).toBeVisible();
  await expect(
    page.getByText('is one of “Ada”, “Smith, John” or who is not among those who is subscribed'),
  ).toBeVisible();
  await expect(page.getByRole('heading', { name: '1 contact' })).toBeVisible();
  await expect(page.getByLabel('Matching contacts').getByText('ada@spenders.example')).toBeVisible();

  // Moved into the group and out of it again, repeated and removed, without a mouse.
  await page.getByRole('button', { name: 'Condition 1: actions' }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.getByRole('button', { name: 'Condition 1.1: actions' })).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.getByRole('button', { name: 'Condition 1: actions' })).toBeFocused();
  await page.keyboard.press('Alt+Shift+ArrowDown');
  await expect(page.getByRole('button', { name: 'Condition 2: actions' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Remove' }).press('Enter');
  await expect(page.getByRole('group', { name: 'Group 2', exact: true })).toBeVisible();

  await page.getByLabel('Email address').fill('ben@spenders.example');
  await page.getByRole('button', { name: 'Check' }).click();
  await expect(page.getByText('No, this person is not in the segment.')).toBeVisible();
  await expect(first.getByText('Not met: this is why')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save segment' }).click();
  await expect(page.getByRole('heading', { name: 'Big spenders' })).toBeVisible();
  await page.setViewportSize({ width: 375, height: 812 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoOverflow(page);
  await expectAccessible(page);
  await page.setViewportSize({ width: 1440, height: 900 });

  // To everyone but them, and then to them alone.
  const tree = { kind: 'all', of: [{ kind: 'subscription', is: 'subscribed' }] };
  await created(page, '/api/segments', { name: 'Everyone', tree });
  const templateId = await created(page, '/api/templates', demoTemplate);
  const sender = { templateId, senderName: 'Ada', senderEmail: 'ada@spenders.example' };
  await created(page, '/api/campaigns', { name: 'Come back', ...sender });
  await go(page, 'Campaigns');
  await page.getByRole('link', { name: 'Come back' }).click();
  await page.getByRole('button', { name: 'Continue to audience' }).click();
  const gets = page.getByRole('region', { name: 'Who gets it' });
  await expect(gets).toContainText('Choose a group or segment');
  await expect(page.getByText('Segment · 3 contacts')).toBeVisible();
  await page.getByLabel('Everyone').check();
  await expect(gets).toContainText('3 people would get it');
  await page.getByRole('button', { name: 'Exclude people' }).click();
  await page.getByRole('group', { name: 'Exclude everyone in' }).getByLabel('Big spenders').check();
  await expect(gets).toContainText('2 people would get it');
  await expect(gets).toContainText('Excluded by you−1');
  await page.getByRole('button', { name: 'Continue to sender' }).click();
  await page.getByRole('button', { name: 'Continue to time' }).click();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await expect(page.getByText('2 people get it')).toBeVisible();
  await page.getByRole('link', { name: /^Audience/ }).click();
  await page.getByRole('group', { name: 'Send to everyone in' }).getByLabel('Everyone').uncheck();
  await page.getByRole('group', { name: 'Send to everyone in' }).getByLabel('Big spenders').check();
  // What is put on one side leaves the other.
  await expect(page.getByRole('group', { name: 'Exclude everyone in' }).getByLabel('Big spenders')).not.toBeChecked();
  await expect(gets).toContainText('1 person would get it');
  await page.getByRole('button', { name: 'Continue to sender' }).click();
  await page.getByRole('button', { name: 'Continue to time' }).click();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await expect(page.getByText('1 person gets it')).toBeVisible();
});

async function choose(select: Locator, name: string): Promise<void> {
  await select.click();
  await select.page().getByRole('option', { name, exact: true }).click();
}

async function created(page: Page, path: string, data: object): Promise<string> {
  const response = await page.request.post(path, { data });
  expect(response.ok(), await response.text()).toBe(true);
  return ((await response.json()) as { id: string }).id; // the contract's own answer
}

/** Orders of contacts, and what the event schema knows of them, stored as whatever receives events would. */
function store(orders: readonly { contactId: string; totals: readonly number[] }[]): Promise<unknown> {
  return ownerUrlOf(process.env['E2E_DATA'] ?? '').then((ownerUrl) =>
    withClient(ownerUrl, async (client) => {
      await client.query(
        `insert into contact_events (organization_id, contact_id, name, properties, occurred_at)
         select c.organization_id, c.id, 'order_placed', jsonb_build_object('shop', 'Bern', 'total', total), now()
         from jsonb_to_recordset($1) o ("contactId" uuid, totals jsonb)
           join contacts c on c.id = o."contactId", jsonb_array_elements(o.totals) total`,
        [JSON.stringify(orders)],
      );
      await client.query(
        `with named as (
           insert into event_names (organization_id, name, kind, events, first_seen_at, last_seen_at)
           select organization_id, 'order_placed', 'track', 1, now(), now() from contacts where id = $1 returning organization_id, id)
         insert into event_properties (organization_id, event_name_id, name, type, first_seen_at, last_seen_at)
         select organization_id, id, p.name, p.type, now(), now()
         from named, (values ('shop', 'text'), ('total', 'number')) p (name, type)`,
        [orders[0]?.contactId],
      );
    }),
  );
}

test('somebody keeps track of who enters and leaves a segment', async ({ page }) => {
  await signUp(page, 'tracking@example.com');
  await go(page, 'Segments');
  await page.getByRole('link', { name: 'New segment' }).first().click();
  await page.getByLabel('Name', { exact: true }).fill('Called Ada');
  await page.getByLabel('About').press('Enter');
  await page.getByRole('option', { name: 'First name' }).click();
  await page.getByLabel('First name: value').fill('Ada');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Save segment' }).click();
  const section = page.getByRole('region', { name: 'Who enters and leaves' });
  await expect(section.getByText('Not tracked')).toBeVisible();
  await section.getByLabel('Keep track of who enters and leaves').click();
  await expect(section.getByText('Nobody has entered or left since tracking began.')).toBeVisible({ timeout: 30_000 });
  const address = page.url();

  await go(page, 'Contacts');
  await page.getByRole('button', { name: 'New contact' }).first().click();
  await page.getByLabel('Email address').fill('ada@example.com');
  await page.getByLabel('First name').fill('Ada');
  await page
    .getByRole('button', { name: /create|add|save/i })
    .last()
    .click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goto(address);
  await expect(section.getByRole('link', { name: 'ada@example.com' })).toBeVisible();
  await expect(section.getByText('Contact added, changed or deleted')).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 375, height: 812 });
  await expectNoOverflow(page);
  await section.getByLabel('Keep track of who enters and leaves').click();
  await expect(section.getByText('Paused', { exact: true })).toBeVisible();
});
