/**
 * The demo organization of a first start, made by doing the product's main job through its public interface: a shop's
 * export becomes contacts, contacts an audience, the audience messages in the dev inbox, and some of those are opened.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import { demoAddress, type NewApiKey } from '@engagex/domain/accounts';
import { usualAttribution } from '@engagex/domain/attributions';
import type { CampaignReport, CampaignView } from '@engagex/domain/campaigns';
import type { ImportView } from '@engagex/domain/contacts';
import type { TemplateView } from '@engagex/domain/templates';
import { Browser, until } from './browser.ts';
import { collectionAnnouncement, demoBrand } from './demo-template.ts';
import { Readers } from './readers.ts';
import { shopExport } from './shop-export.ts';
import { makeReports } from './shop-reports.ts';
import { pastVisits, visitFromMessageMs } from './shop-visits.ts';
import { keepVisiting, type SendEvents } from './visitors.ts';

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
  const shop = new URL('/shop', inboxUrl).href;
  log(`the shop is open at ${shop}`);
  await markLinks(browser);
  await makeReports(browser);
  const imported = await importContacts(browser);
  log(`imported ${imported.created} contacts from ${imported.rows} rows; ${await rejectionsOf(browser, imported)}`);
  const sendEvents = await serverOfShop(browser, url);
  const visits = pastVisits(Date.now());
  await sendEvents(visits);
  log(`sent ${visits.length} events of the last weeks; visitors keep coming as long as the demo runs`);
  const campaign = await sendCampaign(browser, imported, shop);
  const { ledger } = campaign;
  const skipped = Object.entries(ledger.skipped).map(([reason, people]) => `${people} ${reason}`);
  log(
    `sent to an audience of ${ledger.audience}: ${ledger.accepted} accepted, ${skipped.join(', ') || 'nobody'} skipped`,
  );
  await sleep(readersComeAfterMs);
  const readers = new Readers(inboxUrl);
  const fromMessages = await readers.readSome();
  keepVisiting(readers, sendEvents);
  const { opened, clicked, unsubscribed } = await until(
    () => browser.get<CampaignReport>(`/api/campaigns/${campaign.campaign.id}/report`),
    (report) => report.clicked > 0,
  );
  log(
    `${opened} opened, ${clicked} clicked, ${unsubscribed} unsubscribed; all of it in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  await sleep(visitFromMessageMs);
  await sendEvents(fromMessages);
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

const eventsAtOnce = 500;

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

/** So that purchases are attributed to the campaign when nobody signs in. */
async function markLinks(browser: Browser): Promise<void> {
  const rules = { ...usualAttribution, marksLinks: true };
  await browser.send('PUT', '/api/attribution', rules);
}

async function sendCampaign(browser: Browser, { groupId }: ImportView, shop: string): Promise<CampaignReport> {
  await browser.send('PUT', '/api/brand', { kit: demoBrand });
  const template = await browser.post<TemplateView>('/api/templates', collectionAnnouncement(shop));
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
