import { afterAll, beforeAll, expect, test } from 'vitest';
import { billingChecksRoutes } from '@engagex/domain/operators';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ settings: { OPERATORS: 'ops@engagex.example', BILLING: 'on' } });
});
afterAll(() => api.close());

test('operators see drifts, differences, usage that was not taken, meter errors and deletions that wait', async () => {
  const operator = await api.newOperator();
  const owner = await api.newOrganization();
  const { organizationId } = owner;
  const add = (sql: string) => api.owner.query(sql, [organizationId]);
  await add(
    `insert into payment_drifts (organization_id, about, field, stored, found) values ($1, 'sub_1', 'status', 'active', 'past_due')`,
  );
  await add(
    `insert into usage_differences (organization_id, meter, price_id, invoice_id, from_at, until_at, entered, frozen, counted, invoiced, settled_at)
     values ($1, 'emails', 'price_1', 'in_1', '2026-10-01', '2026-11-01', 10, 10, 9, 9, null),
       ($1, 'events', 'price_2', null, '2026-10-01', '2026-11-01', 5, 5, 4, null, now())`,
  );
  await add(
    `insert into usage_reports (organization_id, price_id, hour, meter, customer_id, total, state, due_at, answer)
     values ($1, 'price_1', '2026-10-01T10:00Z', 'emails', 'cus_1', 4, 'refused', now(), 'older'),
       ($1, 'price_1', '2026-10-01T11:00Z', 'emails', 'cus_1', 3, 'refused', now(), 'No such customer'),
       ($1, 'price_2', date_bin('1 hour', now() - interval '2 days', 'epoch'), 'events', 'cus_1', 7, 'pending', now(), null),
       ($1, 'price_2', date_bin('1 hour', now(), 'epoch'), 'events', 'cus_1', 1, 'pending', now(), null)`,
  );
  await api.owner.query(
    `insert into meter_error_notices (id, kind, meter_id, payload, created_at, errors)
     values ('evt_1', 'v1.billing.meter.error_report_triggered', 'mtr_1', '{}', now(),
       '{"summary": "x", "kinds": [{"code": "meter_event_customer_not_found", "count": 2, "samples": [{"key": "k", "words": "Not found"}]}]}')`,
  );
  await add(
    `update organizations set delete_requested_at = now() - interval '15 days', deletes_at = now() - interval '1 day' where id = $1`,
  );
  const checks = await operator.call(billingChecksRoutes.get);
  const organization = { id: organizationId };
  expect(checks).toMatchObject({
    drifts: [{ organization, about: 'sub_1', field: 'status', stored: 'active', found: 'past_due' }],
    differences: [
      { organization, meter: 'emails', invoiceId: 'in_1', entered: 10, counted: 9, invoiced: 9, settledAt: null },
      { meter: 'events', invoiceId: null, invoiced: null, settledAt: expect.any(String) },
    ],
    notTaken: [
      { organization, meter: 'events', state: 'pending', hours: 1, total: 7, answer: null },
      { meter: 'emails', state: 'refused', hours: 2, total: 7, answer: 'No such customer' },
    ],
    meterErrors: [
      { meterId: 'mtr_1', errors: [{ code: 'meter_event_customer_not_found', count: 2, words: 'Not found' }] },
    ],
    heldDeletions: [{ organization }],
  });
  await expect(owner.call(billingChecksRoutes.get)).rejects.toMatchObject({ status: 404 });
});
