import { type APIRequestContext, expect, type Page } from '@playwright/test';
import axe from 'axe-core';

/** What the journeys share: a person at a browser. */

declare global {
  interface Window {
    axe: typeof axe;
  }
}

export const url = process.env['E2E_URL'] ?? '';
export const inbox = process.env['E2E_INBOX'] ?? '';

export const password = 'correct horse battery';

export async function signUp(page: Page, email: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel(/email/i).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel(/organization/i).fill('Analytical Engines');
  await page.getByRole('button', { name: /create|sign up/i }).click();
  await expect(page.getByRole('heading', { name: 'Analytical Engines' })).toBeVisible();
}

/** The same, with the address confirmed by its mailed link: inviting and sending wait for that. */
export async function signUpConfirmed(page: Page, email: string): Promise<void> {
  await signUp(page, email);
  await page.goto(await mailedLink(page.request, email, 'confirm-address'));
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await page.getByRole('link', { name: 'Go to EngageX' }).click();
  await expect(page.getByRole('heading', { name: 'Analytical Engines' })).toBeVisible();
}

/** The newest link to a page of ours that was mailed to somebody, as soon as it has arrived; never `not`. */
export async function mailedLink(
  request: APIRequestContext,
  email: string,
  page: string,
  not?: string,
): Promise<string> {
  const link = new RegExp(`href="(http[^"]+/${page}#[\\w-]+)"`);
  const find = async () => {
    const list = await request.get(`${inbox}/api/messages?search=${encodeURIComponent(email)}`);
    const { messages } = (await list.json()) as { messages: { id: string }[] }; // the dev inbox's own answer, newest first
    for (const { id } of messages) {
      const mail = (await (await request.get(`${inbox}/api/messages/${id}`)).json()) as { html: string | null }; // as above
      const found = link.exec(mail.html ?? '')?.[1];
      if (found && found !== not) return found;
    }
    return '';
  };
  await expect.poll(find, `a mailed link to /${page}`).not.toBe('');
  return find();
}

/**
 * No accessibility violation on the page as it is, in light and in dark. What a template shows in its sandboxed
 * frame is the author's, and runs no script, so axe stays out of it.
 */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      const results = await window.axe.run(document, { iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] });
      return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });
    expect(violations).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

export async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overflow, page.url()).toBe(0);
}

export const go = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click();

/** Calls the API as the person in this page does. */
export async function callApi(page: Page, method: 'POST' | 'PUT', path: string, data: object): Promise<{ id: string }> {
  const organization = /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  const response = await page.request.fetch(`${url}${path}`, {
    method,
    data,
    headers: { 'x-organization': organization },
  });
  expect(response.ok(), `${path}: ${await response.text()}`).toBe(true);
  return (await response.json()) as { id: string }; // what is called here answers with the thing
}

/** Does without the time there is to undo Send, which nobody in a journey uses. */
export async function sendAtOnce(page: Page): Promise<void> {
  await callApi(page, 'PUT', '/api/organization/sending', { undoSeconds: 0, requiresApproval: false });
}
