import { expect, type Page, test } from '@playwright/test';
import type { FaultyDoor } from '../../../libs/sdk/src/testing/faulty-door.ts';
import { devtools, expectNumbers, numbersIn, openShop, trackMany, upTo } from './event-pages.ts';

/** Lost 0, doubled 0: what a browser does to a page while events are waiting. */

let door: FaultyDoor;
test.beforeEach(async () => {
  door = await openShop();
});
test.afterEach(() => door.close());

/** As after five minutes: every wait between two attempts is over. */
const later = (page: Page) => page.clock.fastForward(400_000);

test('offline for 24 hours: everything arrives with the time it happened', async ({ page, context }) => {
  await page.clock.install({ time: '2026-11-30T10:00:00Z' });
  await page.goto(door.url);
  await context.setOffline(true);
  await trackMany(page, 60);
  await page.clock.fastForward(24 * 3_600_000);
  await trackMany(page, 1, 60);
  expect(door.requests).toEqual([]);
  await context.setOffline(false);
  await expectNumbers(door, 61);
  const times = [...door.stored.values()].map(({ timestamp }) => timestamp.slice(0, 13));
  expect(new Set(times)).toEqual(new Set(['2026-11-30T10', '2026-12-01T10']));
});

test('event_has_required_fields_client, distinct_id_is_string_client, token_is_present_client', async ({ page }) => {
  await page.goto(door.url);
  await page.evaluate(async () => {
    window.engagex.identify('test_user_123');
    window.engagex.track('test_event');
    await window.engagex.flush();
  });
  expect(door.requests.map(({ writeKey }) => writeKey)).toEqual(door.requests.map(() => 'egx_pub_test'));
  const id = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect([...door.stored.values()]).toMatchObject([
    { type: 'identify', userId: 'test_user_123', anonymousId: id, messageId: id },
    { type: 'track', event: 'test_event', userId: 'test_user_123', anonymousId: id, messageId: id },
  ]);
});

test('closed while offline: the next visit sends what waits', async ({ page, context }) => {
  await page.goto(door.url);
  await context.setOffline(true);
  await trackMany(page, 60);
  await page.close();
  await context.setOffline(false);
  const next = await context.newPage();
  await next.goto(door.url);
  await expectNumbers(door, 60);
});

test('with no space left on the device, events are sent from memory and the page keeps working', async ({
  page,
  context,
}) => {
  await page.goto(door.url);
  const session = await devtools(context, page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: door.url, quotaSize: 1 });
  const full = await page.evaluate(() => {
    for (let size = 1 << 20; size > 0; size >>= 1)
      try {
        for (;;) localStorage.setItem(`own ${size} ${localStorage.length}`, 'x'.repeat(size));
      } catch {
        // smaller pieces until nothing fits
      }
    return localStorage.length;
  });
  door.faults.push(500, 'answer lost');
  await page.clock.install();
  await trackMany(page, 60);
  const arrived = async () => {
    await later(page);
    return door.stored.size;
  };
  await expect.poll(arrived).toBe(60);
  await expectNumbers(door, 60);
  expect(await page.evaluate(() => localStorage.length)).toBe(full);
});

test('two tabs take turns: each event is sent once', async ({ page, context }) => {
  const other = await context.newPage();
  await Promise.all([page.goto(door.url), other.goto(`${door.url}/second`)]);
  await Promise.all([trackMany(page, 200), trackMany(other, 200, 200)]);
  await Promise.all([page, other].map((each) => each.evaluate(() => window.engagex.flush())));
  await expectNumbers(door, 400);
  expect(door.requests.flatMap(({ batch }) => batch).length).toBe(400);
});

test('two tabs on plain http, where there are no locks: nothing is lost and nothing is stored twice', async ({
  playwright,
}) => {
  const browser = await playwright.chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--host-resolver-rules=MAP shop.example 127.0.0.1'],
  });
  const context = await browser.newContext();
  const tabs = [await context.newPage(), await context.newPage()];
  for (const tab of tabs) await tab.goto(`http://shop.example:${door.port}/`);
  expect(await tabs[0]!.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([false, false]);
  await Promise.all(tabs.map((tab, index) => trackMany(tab, 100, index * 100)));
  await expectNumbers(door, 200);
  await browser.close();
});

test('a navigation with 200 events queued loses none', async ({ page }) => {
  door.faults.push('lost', 503);
  await page.goto(door.url);
  await page.evaluate(() => {
    for (let n = 0; n < 200; n++) window.engagex.track('numbered', { n });
    location.href = '/next';
  });
  await page.waitForURL('**/next');
  await expectNumbers(door, 200);
});

test('a page that is closed sends its last events, and the next visit what did not fit', async ({ page, context }) => {
  await page.goto(door.url);
  await page.evaluate(() => {
    for (let n = 0; n < 15; n++) window.engagex.track('numbered', { n, text: 'x'.repeat(5000) });
  });
  await page.close();
  await expect.poll(() => numbersIn(door).length).toBeGreaterThan(5);
  const next = await context.newPage();
  await next.goto(`${door.url}/next`);
  await expectNumbers(door, 15);
});

test('without consent the last events of a page that is closed are sent all the same', async ({ page }) => {
  await page.goto(`${door.url}/memory`);
  await trackMany(page, 10);
  await page.close();
  await expectNumbers(door, 10);
});

test('back from the back-forward cache the page goes on, and is viewed once more', async ({ playwright }) => {
  // Chromium's headless shell, which the other tests may use, has no such cache.
  const executablePath = process.env['COMPLETE_CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const browser = await playwright.chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--headless=new'],
    ignoreDefaultArgs: ['--disable-back-forward-cache', '--headless'],
  });
  const page = await browser.newPage();
  await page.goto(`${door.url}/views`);
  await page.evaluate(() => Object.assign(window, { wasHereBefore: true }));
  await trackMany(page, 10);
  await page.goto(`${door.url}/next`);
  await page.goBack({ waitUntil: 'commit' });
  await expect.poll(() => page.evaluate(() => 'wasHereBefore' in window)).toBe(true);
  await trackMany(page, 10, 10);
  await page.evaluate(() => window.engagex.flush());
  await expect.poll(() => numbersIn(door)).toEqual(upTo(20));
  const views = [...door.stored.values()].filter(({ type }) => type === 'page');
  expect(views.map(({ properties }) => properties?.['path'])).toEqual(['/views', '/views']);
  await browser.close();
});

test('a queue that is full drops the oldest, and tells how many', async ({ page, context }) => {
  await page.goto(door.url);
  await context.setOffline(true);
  await trackMany(page, 1200);
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            const opening = indexedDB.open('egx.egx_pub_test');
            opening.addEventListener('success', () => {
              const counting = opening.result.transaction('items').objectStore('items').count();
              counting.addEventListener('success', () => {
                opening.result.close();
                resolve(counting.result);
              });
            });
          }),
      ),
    )
    .toBe(1000);
  await context.setOffline(false);
  await expect.poll(() => door.stored.size).toBe(1000);
  expect(numbersIn(door)).toEqual(upTo(1200).slice(200));
  await page.evaluate(() => {
    window.engagex.track('afterwards');
    return window.engagex.flush();
  });
  expect([...door.stored.values()].at(-1)?.context['queue']).toMatchObject({ sequence: 1201, dropped: 200 });
});
