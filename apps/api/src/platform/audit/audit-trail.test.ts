import { afterAll, beforeAll, expect, test } from 'vitest';
import { entriesOf } from '../../testing/audit.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { OpenApi } from '../openapi/openapi.ts';
import { changes } from './audit-trail.ts';
import { campaignChanges } from './testing/campaigns.ts';
import type { Changes } from './testing/change.ts';
import { bounceMailboxChanges } from './testing/bounce-mailboxes.ts';
import { bulkChanges } from './testing/contacts-in-bulk.ts';
import { contactChanges } from './testing/contacts.ts';
import { domainReportChanges } from './testing/domain-reports.ts';
import { attributionChanges } from './testing/attributions.ts';
import { peopleChanges } from './testing/people.ts';
import { eventChanges } from './testing/events.ts';
import { eventExportChanges } from './testing/event-exports.ts';
import { postmasterChanges } from './testing/postmaster.ts';
import { imageChanges } from './testing/images.ts';
import { deliveryTestsChanges } from './testing/delivery-tests.ts';
import { planChanges } from './testing/plans.ts';
import { linkHostChanges } from './testing/link-hosts.ts';
import { signInChanges } from './testing/sign-in.ts';
import { teamChanges } from './testing/team.ts';
import { dashboardScheduleChanges } from './testing/dashboard-schedules.ts';
import { reportChanges } from './testing/reports.ts';
import { savedBlockChanges } from './testing/saved-blocks.ts';
import { templateCommentChanges } from './testing/template-comments.ts';
import { domainChanges } from './testing/domains.ts';
import { transportChanges } from './testing/transports.ts';
import { operatorChanges } from './testing/operators.ts';
import { preferenceChanges } from './testing/preferences.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ settings: { PRIVATE_NETWORKS: 'true', BILLING: 'on', OPERATORS: 'ops@engagex.example' } });
});
afterAll(() => api.close());

const entries = (of: TestMember | string) => entriesOf(api.owner, typeof of === 'string' ? of : of.organizationId);

/** Each operation that changes something, by theme. A new one belongs into one of these. */
const performed: Changes = {
  ...contactChanges,
  ...bulkChanges,
  ...preferenceChanges,
  ...campaignChanges,
  ...domainReportChanges,
  ...attributionChanges,
  ...peopleChanges,
  ...eventChanges,
  ...eventExportChanges,
  ...dashboardScheduleChanges,
  ...reportChanges,
  ...postmasterChanges,
  ...imageChanges,
  ...deliveryTestsChanges,
  ...linkHostChanges,
  ...planChanges,
  ...teamChanges,
  ...savedBlockChanges,
  ...templateCommentChanges,
  ...domainChanges,
  ...bounceMailboxChanges,
  ...transportChanges,
  ...signInChanges,
  ...operatorChanges,
};

/** Why these leave no entry although they are no plain reading. */
const exempt = new Map([
  ['address.resend', 'only using the link changes anything: address.confirm'],
  ['address.change', 'the same'],
  ['payments.checkout', 'performed in payments.test.ts, where something stands in for Stripe'],
  ['payments.change', 'the same'],
  ['payments.keep', 'the same'],
  ['payments.cancel', 'the same'],
  ['payments.resume', 'the same'],
  ['password.request-reset', 'nobody is signed in, and only using the link changes anything: password.reset'],
]);

test('every operation that changes something is performed in one of the themes, or exempt for a reason', () => {
  const changing = api.app
    .get(OpenApi)
    .routes()
    .filter(changes)
    .map(({ id }) => id);
  expect([...Object.keys(performed), ...exempt.keys()].toSorted()).toEqual(changing.toSorted());
});

test.for(Object.entries(performed))('%s writes exactly one entry', async ([action, { arrange, act, entry }]) => {
  const owner = await api.newOrganization();
  const id = (await arrange?.(owner, api)) ?? '';
  const before = await entries(owner);
  const place = await act(owner, id, api);
  const isElsewhere = action === 'organizations.create' || action === 'identity.sign-up';
  const written = isElsewhere ? await entries(String(place)) : (await entries(owner)).slice(before.length);
  expect(written).toMatchObject([{ action, actorKind: 'user', ...entry }]);
  expect(written[0]!.requestId).toMatch(/^[\w-]{36}$/);
  expect(JSON.stringify(written)).not.toMatch(/hash|token|long enough|even longer|two of us know/i);
});
