import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import type axe from 'axe-core';

/** What the journeys share: a person at a browser. */

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/** Without comments and long names: each page that is looked at has to read it. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const url = process.env['E2E_URL'] ?? '';
export const inbox = process.env['E2E_INBOX'] ?? '';

export const password = 'correct horse battery';
const personName = 'Ada Lovelace';
const organizationName = 'Analytical Engines';

/** In a new organization, as if they had filled in the form, which is `signUpByHand`. */
export async function signUp(page: Page, email: string): Promise<void> {
  await requestSignUp(page, email);
  await page.goto(url);
  await expect(page.getByRole('heading', { name: organizationName })).toBeVisible();
}

/** The same, with the address confirmed by its mailed link: inviting and sending wait for that. */
export async function signUpConfirmed(page: Page, email: string): Promise<void> {
  await requestSignUp(page, email);
  const link = new URL(await mailedLink(page.request, email, 'confirm-address'));
  await post(page, '/auth/address-confirmation', { token: link.hash.slice(1) });
  await page.goto(url);
  await expect(page.getByRole('heading', { name: organizationName })).toBeVisible();
}

export async function signUpByHand(page: Page, email: string): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel('Your name').fill(personName);
  await page.getByLabel(/email/i).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByLabel(/organization/i).fill(organizationName);
  await page.getByRole('button', { name: /create|sign up/i }).click();
  await expect(page.getByRole('heading', { name: organizationName })).toBeVisible();
}

export async function confirmByHand(page: Page, email: string): Promise<void> {
  await page.goto(await mailedLink(page.request, email, 'confirm-address'));
  await page.getByRole('button', { name: 'Confirm address' }).click();
  await page.getByRole('link', { name: 'Go to EngageX' }).click();
  await expect(page.getByRole('heading', { name: organizationName })).toBeVisible();
}

async function requestSignUp(page: Page, email: string): Promise<void> {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  await post(page, '/auth/sign-up', { name: personName, email, password, organizationName, timeZone });
}

/** The browser keeps the cookies of the answer. */
async function post(page: Page, path: string, data: object): Promise<void> {
  const response = await page.request.post(`${url}${path}`, { data });
  expect(response.ok(), `${path}: ${await response.text()}`).toBe(true);
}

export interface Mail {
  readonly subject: string;
  readonly html: string | null;
  readonly text: string | null;
  readonly attachments: readonly { readonly filename: string; readonly type: string; readonly size: number }[];
}

/** The message to somebody whose subject has these words, as soon as it has arrived. */
export async function mailTo(request: APIRequestContext, email: string, subject: string): Promise<Mail> {
  const find = async () => {
    const list = await request.get(`${inbox}/api/messages?search=${encodeURIComponent(email)}`);
    const { messages } = (await list.json()) as { messages: { id: string; subject: string }[] }; // the dev inbox's own answer
    return messages.find((each) => each.subject.includes(subject))?.id ?? '';
  };
  await expect.poll(find, `mail to ${email}: ${subject}`).not.toBe('');
  return (await (await request.get(`${inbox}/api/messages/${await find()}`)).json()) as Mail; // as above
}

/** A file with these people, imported into a group of its name. */
export async function importPeople(page: Page, name: string, rows: readonly string[]): Promise<void> {
  const people = rows.length === 2 ? '1 person' : `${rows.length - 1} people`;
  await go(page, 'Contacts');
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  const buffer = Buffer.from(`${rows.join('\n')}\n`);
  await page.locator('input[type=file]').setInputFiles({ name: `${name}.csv`, mimeType: 'text/csv', buffer });
  await page.getByLabel(/Where do these people come from/).fill('Customers who asked for letters');
  await page.getByRole('button', { name: /^Check \d/ }).click();
  await page.getByRole('button', { name: `Import ${people}` }).click();
  await expect(page.getByText('Every row is accounted for')).toBeVisible();
}

/** A draft to this group with this template, as far as its review. */
export async function reviewCampaign(page: Page, name: string, template: string, group: string): Promise<void> {
  await go(page, 'Campaigns');
  await page.getByRole('link', { name: 'New campaign' }).first().click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create draft' }).click();
  await page.getByRole('combobox', { name: 'Template' }).click();
  await page.getByRole('option', { name: new RegExp(template) }).click();
  await page.getByRole('button', { name: 'Continue to audience' }).click();
  await page.getByLabel(new RegExp(`^${group}`)).check();
  await page.getByRole('button', { name: 'Continue to sender' }).click();
  await page.getByLabel('Sender name').fill('Ada');
  await page.getByLabel('Sender address').fill('ada@engines.example');
  await page.getByRole('button', { name: 'Continue to time' }).click();
  await page.getByRole('button', { name: 'Continue to review' }).click();
  await expect(page.getByRole('heading', { name: 'What will happen' })).toBeVisible();
}

/** Sends what is under review, and waits until its ledger is closed. */
export async function sendReviewed(page: Page, people: string): Promise<void> {
  await sendAtOnce(page);
  await page.reload(); // what the review says of undoing is as of when it was opened
  const send = `Send to ${people}`;
  await page.getByRole('button', { name: send }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: send }).click();
  await expect(page.getByText('The ledger is closed and adds up.')).toBeVisible();
}

export async function newTemplate(page: Page, name: string): Promise<void> {
  await go(page, 'Templates');
  await page.getByRole('link', { name: 'New template' }).first().click();
  await page.getByRole('button', { name: 'MJML template' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Name').press('Enter');
  await expect(page.getByRole('heading', { name })).toBeVisible();
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
 * No accessibility violation on the page as it is, in light and in dark. What a template shows in its sandboxed frame is the
 * author's, and runs no script, so axe stays out of it.
 */
export async function expectAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  expect(await violationsOf(page, 'light')).toEqual([]);
  expect(await violationsOf(page, 'dark')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function violationsOf(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  return page.evaluate(async () => {
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21aa'];
    // Of what is right nobody wants to know where it is, which is most of the work.
    const results = await window.axe.run(document, { iframes: false, runOnly, resultTypes: ['violations'] });
    return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

export async function expectNoOverflow(page: Page): Promise<void> {
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overflow, page.url()).toBe(0);
}

export const go = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();

/** Calls the API as the person in this page does. */
export async function callApi<Answer = { id: string; status?: string }>(
  page: Page,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  path: string,
  data?: object,
): Promise<Answer> {
  const organization = /\/o\/([\w-]+)/.exec(page.url())?.[1] ?? '';
  const response = await page.request.fetch(`${url}${path}`, {
    method,
    ...(data ? { data } : {}),
    headers: { 'x-organization': organization },
  });
  const answer = await response.text();
  expect(response.ok(), `${path}: ${answer}`).toBe(true);
  return JSON.parse(answer || 'null') as Answer; // what is called here answers with
}

/** Does without the time there is to undo Send, which nobody in a journey uses. */
export async function sendAtOnce(page: Page): Promise<void> {
  await callApi(page, 'PUT', '/api/organization/sending', { undoSeconds: 0, requiresApproval: false });
}
