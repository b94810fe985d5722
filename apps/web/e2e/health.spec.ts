import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { panelQueries, valuesOf } from '../../../deploy/grafana/read-dashboards.ts';
import { callApi, importPeople, signUpConfirmed, url } from './person.ts';

/** The product as those see it who run it. */

test.use({ baseURL: url });

const prometheus = process.env['E2E_PROMETHEUS'] ?? '';

test('every query of the dashboards returns data from a Prometheus that reads the product', async ({ page }) => {
  test.skip(prometheus === '', 'there is no Prometheus here');
  await signUpConfirmed(page, 'watcher@example.com');
  await importPeople(page, 'Readers', ['email', 'reader@example.com']);
  await sendCampaign();
  await sendEvent();
  await page.request.get(`/api/contacts/${randomUUID()}`);
  const without = async () => {
    const missing: string[] = [];
    for (const { dashboard, panel, expr } of panelQueries()) {
      const values = await valuesOf(prometheus, expr, '5m');
      if (values.every(Number.isNaN)) missing.push(`${dashboard}: ${panel}: ${expr}`);
    }
    return missing;
  };
  // Rates need two readings, and Prometheus reads every five seconds.
  await expect.poll(without, { timeout: 45_000, intervals: [1_000] }).toEqual([]);

  async function sendCampaign(): Promise<void> {
    const body = '<html><body><p>Hello</p><p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p></body></html>';
    const template = { name: 'Watched', subject: 'Hello', format: 'html', body };
    const { id: templateId } = await callApi<{ id: string }>(page, 'POST', '/api/templates', template);
    const { items } = await callApi<{ items: { id: string }[] }>(page, 'GET', '/api/groups');
    await callApi(page, 'PUT', '/api/organization/sending', { undoSeconds: 0, requiresApproval: false });
    const campaign = await callApi<{ id: string }>(page, 'POST', '/api/campaigns', {
      name: 'Watched',
      templateId,
      groupIds: items.map(({ id }) => id),
      senderName: 'Ada',
      senderEmail: 'ada@engines.example',
    });
    await callApi(page, 'POST', `/api/campaigns/${campaign.id}/launch`, {});
  }

  async function sendEvent(): Promise<void> {
    const source = { kind: 'public', name: 'Shop', scopes: [] };
    const { secret } = await callApi<{ secret: string }>(page, 'POST', '/api/api-keys', source);
    const event = { event: 'page_view', anonymousId: 'visitor', messageId: randomUUID() };
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await page.request.post(`${url}/v1/events`, { data: event, headers });
    expect(answer.status(), await answer.text()).toBe(202);
  }
});
