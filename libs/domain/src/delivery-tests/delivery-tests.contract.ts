import { z } from 'zod';
import { id, idParams, route, timestamp } from '../shared/index.ts';
import { findingNames, verdicts } from './delivery-test-facts.ts';
import { moments } from './timeline-of.ts';

export const deliveryTestStates = ['waiting', 'running', 'done'] as const;
export const deliveryTestReasons = ['person', 'schedule', 'launch'] as const;
/** Of all its domains and transports: each one sends two messages. */
export const mostDeliveryTestsPerHour = 20;

export const deliveryTestFinding = z.object({
  name: z.enum(findingNames),
  verdict: z.enum(verdicts),
  /** What was found and, unless that is fine, what to do about it. */
  words: z.string(),
  evidence: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type DeliveryTestFinding = z.output<typeof deliveryTestFinding>;

/** A test after which campaigns are sent only by whoever accepts what it found. */
export const failedDeliveryTest = z.object({
  id,
  /** What was found and what to do about it. */
  failures: z.array(z.string()),
});

/** The failed delivery test that is accepted: the campaign is sent although messages cannot be verified or bounces are lost. */
export const acceptedTestId = id.optional();

export const deliveryTestSummary = z.object({
  id,
  domainId: id,
  domain: z.string(),
  transportId: id,
  transport: z.string(),
  /** Why: a person asked for it, a week had passed, or a campaign was about to be sent. */
  reason: z.enum(deliveryTestReasons),
  state: z.enum(deliveryTestStates),
  /** The worst of its findings; null until it is done. */
  verdict: z.enum(verdicts).nullable(),
  /** How many findings have which verdict. */
  counts: z.object({ pass: z.int(), warn: z.int(), fail: z.int(), unknown: z.int() }),
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
});
deliveryTestSummary.register(z.globalRegistry, { id: 'DeliveryTestSummary' });
export type DeliveryTestSummary = z.output<typeof deliveryTestSummary>;

export const deliveryTestView = deliveryTestSummary.extend({
  /** The address in From of its messages; null until it begins. */
  sender: z.string().nullable(),
  /** Worst first. While it runs, what is still to come is `unknown`. */
  findings: z.array(deliveryTestFinding),
  timeline: z.array(z.object({ at: timestamp, moment: z.enum(moments) })),
  /** Until when it waits for what has not come back; null when it waits for nothing. */
  waitsUntil: timestamp.nullable(),
  /** When the next one follows by itself; null when none does. */
  repeatsAt: timestamp.nullable(),
  askedBy: z.string().nullable(),
});
deliveryTestView.register(z.globalRegistry, { id: 'DeliveryTest' });
export type DeliveryTestView = z.output<typeof deliveryTestView>;

export const deliveryTestsRoutes = {
  list: route({
    id: 'delivery-tests.list',
    method: 'GET',
    path: '/api/delivery-tests',
    summary: 'The latest delivery tests, newest first; of one domain or transport, if you name it',
    permission: 'domains:read',
    query: z.object({ domainId: id.optional(), transportId: id.optional() }),
    response: z.object({ items: z.array(deliveryTestSummary) }),
  }),
  ofSender: route({
    id: 'delivery-tests.of-sender',
    method: 'GET',
    path: '/api/delivery-tests/of-sender',
    summary: 'The latest delivery test of the domain of an address with the transport that campaigns take now',
    permission: 'domains:read',
    query: z.object({ address: z.string().max(320) }),
    response: z.object({
      /** What would be tested; null where the domain was not added, or no transport works. */
      pair: z.object({ domainId: id, domain: z.string(), transportId: id, transport: z.string() }).nullable(),
      latest: deliveryTestSummary.nullable(),
      /** Nothing is known of them as they are set up now: a test starts by itself when a campaign is sent. */
      isDue: z.boolean(),
      /** What has to be accepted before a campaign is sent; null when nothing has. */
      failed: failedDeliveryTest.nullable(),
    }),
  }),
  ensure: route({
    id: 'delivery-tests.ensure',
    method: 'POST',
    path: '/api/delivery-tests/of-sender',
    summary:
      'Test delivery from an address as a campaign that is sent from it does: unless the domain and the transport were tested as they are set up now',
    permission: 'campaigns:send',
    audited: false, // it starts by itself, and each test is kept
    body: z.object({ address: z.string().max(320) }),
    status: 202,
  }),
  get: route({
    id: 'delivery-tests.get',
    method: 'GET',
    path: '/api/delivery-tests/:id',
    summary: 'A delivery test with its findings so far',
    permission: 'domains:read',
    params: idParams,
    response: deliveryTestView,
  }),
  create: route({
    id: 'delivery-tests.create',
    method: 'POST',
    path: '/api/delivery-tests',
    summary:
      'Test a domain with a transport: two messages go to this installation itself, one of which it refuses; one that runs already is answered instead',
    permission: 'campaigns:send',
    body: z.object({ domainId: id, transportId: id }),
    response: deliveryTestView,
    status: 201,
  }),
};
