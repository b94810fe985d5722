import { randomUUID } from 'node:crypto';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { domainReportsRoutes } from '@engagex/domain/domain-reports';
import { dmarcXml, own, tlsJson, zipOf } from '../../testing/reports.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { InboundListener } from '../inbound/inbound-listener.ts';

const host = 'bounces.engagex.example';
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ work: true, settings: { BOUNCE_HOST: host, INBOUND_PORT: '0' } });
  await vi.waitUntil(() => api.app.get(InboundListener).port);
});
afterAll(() => api.close());

/** What the mails with this subject turned out to be, once they were read. */
async function outcomesOf(subject: string): Promise<(string | null)[]> {
  const { rows } = await api.owner.query<{ outcome: string | null }>(
    `select outcome from inbound_mails where state <> 'waiting' and strpos(convert_from(raw, 'LATIN1'), $1) > 0`,
    [subject],
  );
  return rows.map(({ outcome }) => outcome);
}

async function mail(subject: string, content: SendMailOptions) {
  const port = api.app.get(InboundListener).port ?? 0;
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  await transport.sendMail({ from: 'noreply@receiver.example', to: `dmarc@${host}`, subject, ...content });
}

test('a report that comes by mail is stored for whoever has verified its domain, once; what is none is left alone', async () => {
  const [domain, foreign] = [0, 1].map(() => `${randomUUID().slice(0, 8)}.example`) as [string, string]; // two were made
  const owner = await api.newOrganization();
  await own(api.owner, owner, domain);
  const zip = zipOf({ 'report.xml': dmarcXml({ domain, rows: [{ count: 7, dkimAligned: true }] }) });
  const file = { filename: `receiver.example!${domain}!1!2.zip`, content: zip };
  await mail('Both', {
    text: 'See the files.',
    attachments: [file, { filename: 'tls.json', content: tlsJson(domain) }],
  });
  // As some receivers send it: the whole mail is the file.
  const raw = `From: noreply@receiver.example\r\nSubject: Bare\r\nMIME-Version: 1.0\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n${zip.toString('base64')}\r\n`;
  await mail('Bare', { raw });
  await mail('Foreign', { attachments: [{ filename: 'report.xml', content: dmarcXml({ domain: foreign }) }] });
  await mail('Holidays', { text: 'I am away.', attachments: [{ filename: 'beach.xml', content: '<beach/>' }] });
  await expect.poll(() => outcomesOf('Subject: Both')).toEqual(['report']);
  await expect.poll(() => outcomesOf('Subject: Bare')).toEqual(['report']);
  await expect.poll(() => outcomesOf('Subject: Foreign')).toEqual(['foreign_report']);
  await expect.poll(() => outcomesOf('Subject: Holidays')).toEqual(['no_report']);
  const view = await owner.call(domainReportsRoutes.get, { domain });
  expect(view).toMatchObject({ reports: 2, totals: { messages: 7, passed: 7 } });
});
