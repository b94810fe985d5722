/**
 * The demo organization of a first start, made by doing the product's main job through its public interface: a shop's
 * export becomes contacts, contacts an audience, the audience messages in the dev inbox, and some of those are opened.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { demoAddress, type NewApiKey } from '@engagex/domain/accounts';
import type { CampaignReport, CampaignView } from '@engagex/domain/campaigns';
import type { ImportView } from '@engagex/domain/contacts';
import type { TemplateView } from '@engagex/domain/templates';
import { Browser, until } from './browser.ts';
import { demoBrand, demoTemplate } from './demo-template.ts';
import { shopExport } from './shop-export.ts';
import { pastVisits, type ShopEvent, visitNow } from './shop-visits.ts';

interface SignIn {
  readonly email: string;
  readonly password: string;
}

interface Demo {
  readonly url: string;
  readonly inboxUrl: string;
  readonly signIn: SignIn;
  readonly log: (line: string) => void;
}

const readersAtOnce = 20;
const usualUndoSeconds = 60;

export async function createDemoSignIn({ url }: { url: string }): Promise<SignIn> {
  const signIn = { email: demoAddress, password: randomBytes(9).toString('base64url') };
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const person = { ...signIn, name: 'Dana Demo', organizationName: 'Demo shop', timeZone };
  await new Browser(url).post('/auth/sign-up', person);
  return signIn;
}

/** Whoever comes at once is taken for a scanner. */
const readersComeAfterMs = 2_500;

export async function playDemo({ url, inboxUrl, signIn, log }: Demo): Promise<void> {
  const started = performance.now();
  const browser = new Browser(url);
  await browser.post('/auth/sign-in', signIn);
  await confirmAddress(browser, inboxUrl, signIn.email);
  await connectShop(browser, { url, inboxUrl });
  log(`the shop is open at ${new URL('/shop', inboxUrl).href}`);
  const imported = await importContacts(browser);
  log(`imported ${imported.created} contacts from ${imported.rows} rows; ${await rejectionsOf(browser, imported)}`);
  const sendEvents = await serverOfShop(browser, url);
  const visits = pastVisits(Date.now());
  await sendEvents(visits);
  log(`sent ${visits.length} events of the last weeks; visitors keep coming for ${visitsForMs / 60_000} minutes`);
  keepVisiting(sendEvents);
  const campaign = await sendCampaign(browser, imported);
  const { ledger } = campaign;
  const skipped = Object.entries(ledger.skipped).map(([reason, people]) => `${people} ${reason}`);
  log(
    `sent to an audience of ${ledger.audience}: ${ledger.accepted} accepted, ${skipped.join(', ') || 'nobody'} skipped`,
  );
  await sleep(readersComeAfterMs);
  await readSome(inboxUrl);
  const { opened, clicked, unsubscribed } = await until(
    () => browser.get<CampaignReport>(`/api/campaigns/${campaign.campaign.id}/report`),
    (report) => report.clicked > 0,
  );
  log(
    `${opened} opened, ${clicked} clicked, ${unsubscribed} unsubscribed; all of it in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}

/** Follows the link that was mailed at sign-up. */
async function confirmAddress(browser: Browser, inboxUrl: string, email: string): Promise<void> {
  const find = new URL(`/api/messages?search=${encodeURIComponent(email)}`, inboxUrl);
  const { messages } = await until(
    async () => (await (await fetch(find)).json()) as { messages: { id: string }[] }, // the dev inbox's own answer
    (found) => found.messages.length > 0,
  );
  const mail = await (await fetch(new URL(`/api/messages/${messages[0]?.id}`, inboxUrl))).text();
  const token = /confirm-address#([\w-]+)/.exec(mail)?.[1];
  await browser.post('/auth/address-confirmation', { token });
}

/** The shop beside the inbox sends its events with a public key, accepted from there only. */
async function connectShop(browser: Browser, { url, inboxUrl }: Pick<Demo, 'url' | 'inboxUrl'>): Promise<void> {
  const origins = [new URL(inboxUrl).origin];
  const { secret } = await browser.post<NewApiKey>('/api/api-keys', { kind: 'public', name: 'Demo shop', origins });
  const response = await fetch(new URL('/shop', inboxUrl), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: secret, host: url }),
  });
  if (!response.ok) throw new Error(`The shop could not be opened: ${await response.text()}`);
}

type SendEvents = (events: readonly ShopEvent[]) => Promise<void>;

const eventsAtOnce = 500;
const visitEveryMs = 8_000;
const visitsForMs = 30 * 60_000;

/** The shop's server, which tells who bought something; its key never leaves it. */
async function serverOfShop(browser: Browser, url: string): Promise<SendEvents> {
  const scopes = ['events:write'];
  const { secret } = await browser.post<NewApiKey>('/api/api-keys', {
    kind: 'secret',
    name: 'Demo shop server',
    scopes,
  });
  return async (events) => {
    for (let from = 0; from < events.length; from += eventsAtOnce) {
      const response = await fetch(new URL('/v1/batch', url), {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ batch: events.slice(from, from + eventsAtOnce) }),
      });
      if (!response.ok) throw new Error(`The events were not stored: ${response.status} ${await response.text()}`);
    }
  };
}

/** So that there is something to watch. Keeps no process alive, and a visit that fails is not missed. */
function keepVisiting(send: SendEvents): void {
  const until = Date.now() + visitsForMs;
  let visits = 0;
  const timer = setInterval(() => {
    if (Date.now() > until) return clearInterval(timer);
    send(visitNow((visits += 1), Date.now())).catch(() => {});
  }, visitEveryMs);
  timer.unref();
}

async function importContacts(browser: Browser): Promise<ImportView> {
  const form = new FormData();
  form.set('file', new Blob([shopExport()], { type: 'text/csv' }), 'shop-customers.csv');
  const uploaded = await browser.post<ImportView>('/api/imports', form);
  await browser.post(`/api/imports/${uploaded.id}/start`, {
    mapping: uploaded.mapping,
    newGroupName: 'Shop customers',
  });
  const done = await until(
    () => browser.get<ImportView>(`/api/imports/${uploaded.id}`),
    ({ status }) => status !== 'queued' && status !== 'running',
  );
  if (done.status !== 'done') throw new Error(`The import ${done.status}: ${done.problem}`);
  return done;
}

/** The rejected rows counted by reason, line numbers left out. */
async function rejectionsOf(browser: Browser, { id, rejected }: ImportView): Promise<string> {
  const { items } = await browser.get<{ items: { reason: string }[] }>(`/api/imports/${id}/rejections?limit=200`);
  const byReason = Map.groupBy(items, ({ reason }) =>
    reason
      .replace(/ as line \d+/, ' as an earlier line')
      .replace(/\.$/, '')
      .toLowerCase(),
  );
  const reasons = [...byReason].map(([reason, rows]) => `${rows.length} ${reason}`);
  return `${rejected} rejected (${reasons.join('; ')})`;
}

/** Nobody waits in a demo; whoever plays with it afterwards can undo. */
function setUndo(browser: Browser, undoSeconds: number): Promise<unknown> {
  return browser.send('PUT', '/api/organization/sending', { undoSeconds, requiresApproval: false });
}

async function sendCampaign(browser: Browser, { groupId }: ImportView): Promise<CampaignReport> {
  await browser.send('PUT', '/api/brand', { kit: demoBrand });
  const template = await browser.post<TemplateView>('/api/templates', demoTemplate);
  const { id } = await browser.post<CampaignView>('/api/campaigns', {
    name: 'Autumn collection',
    templateId: template.id,
    groupIds: [groupId],
    senderName: 'Demo shop',
    senderEmail: 'hello@shop.example',
  });
  await setUndo(browser, 0);
  await browser.post(`/api/campaigns/${id}/launch`, {});
  await setUndo(browser, usualUndoSeconds);
  return until(
    () => browser.get<CampaignReport>(`/api/campaigns/${id}/report`),
    ({ ledger }) => ledger.closed,
  );
}

/** Opens some of the mail as its readers would: loads the picture, follows a link, now and then unsubscribes. */
async function readSome(inboxUrl: string): Promise<void> {
  const { messages } = (await (await fetch(new URL('/api/messages?limit=400', inboxUrl))).json()) as {
    messages: { id: string }[];
  }; // the dev inbox's own answer
  const waiting = messages.entries();
  await Promise.all(
    Array.from({ length: readersAtOnce }, async () => {
      for (const [index, { id }] of waiting) if (index % 3 !== 0) await read(inboxUrl, id, index);
    }),
  );
}

async function read(inboxUrl: string, id: string, index: number): Promise<void> {
  const message = (await (await fetch(new URL(`/api/messages/${id}`, inboxUrl))).json()) as { html?: string | null }; // as above
  const html = message.html ?? '';
  const address = (pattern: RegExp) => pattern.exec(html)?.[1]?.replaceAll('&amp;', '&');
  const pixel = address(/src="(http[^"]+\/open\.gif)"/);
  if (pixel) await (await fetch(pixel)).arrayBuffer();
  const link = address(/href="(http[^"]+\/t\/[^"]+\/\d+)"/);
  if (link && index % 4 === 1) await fetch(link, { redirect: 'manual' });
  const unsubscribe = address(/href="(http[^"]+\/u\/[^"]+)"/);
  if (unsubscribe && index % 50 === 1) await fetch(unsubscribe, { method: 'POST' });
}
