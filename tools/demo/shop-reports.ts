/** What the demo shop looks at every day: a dashboard that keeps itself up to date, and two saved reports. */
import type { DashboardView, SavedReportView } from '@engagex/domain/reports';
import type { ExploreQueryInput } from '@engagex/domain/explore';
import type { Browser } from './browser.ts';

const period = { kind: 'last', days: 30 } as const;
const event = (name: string) => ({ name, properties: [] });

const reports: readonly { readonly name: string; readonly query: ExploreQueryInput }[] = [
  {
    name: 'From page view to purchase, by device',
    query: {
      kind: 'funnel',
      period,
      steps: [event('page_view'), event('add_to_cart'), event('purchase')],
      breakdown: { property: 'device' },
    },
  },
  {
    name: 'Visitors who come back',
    query: {
      kind: 'retention',
      period,
      interval: 'week',
      begins: event('page_view'),
      returns: event('page_view'),
      intervals: 4,
    },
  },
];

export async function makeReports(browser: Browser): Promise<void> {
  const { id } = await browser.post<DashboardView>('/api/dashboards', { name: 'Shop', starter: 'shop' });
  await browser.send('PATCH', `/api/dashboards/${id}`, { refreshSeconds: 15, visibility: 'organization' });
  for (const report of reports)
    await browser.post<SavedReportView>('/api/saved-reports', { ...report, visibility: 'organization' });
}
