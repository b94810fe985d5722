import { expect, type Page } from '@playwright/test';
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
