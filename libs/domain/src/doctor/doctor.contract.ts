import { z } from 'zod';
import { id, idParams, route, timestamp } from '../shared/index.ts';
import { findingNames, verdicts } from './examination-facts.ts';
import { moments } from './timeline-of.ts';

export const examinationStates = ['waiting', 'running', 'done'] as const;
/** Of all its domains and transports: each one sends two messages. */
export const mostExaminationsPerHour = 20;

export const examinationFinding = z.object({
  name: z.enum(findingNames),
  verdict: z.enum(verdicts),
  /** What was found and, unless that is fine, what to do about it. */
  words: z.string(),
  evidence: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type ExaminationFinding = z.output<typeof examinationFinding>;

export const examinationSummary = z.object({
  id,
  domainId: id,
  domain: z.string(),
  transportId: id,
  transport: z.string(),
  /** Why: a person asked for it, or a week had passed. */
  reason: z.enum(['person', 'schedule']),
  state: z.enum(examinationStates),
  /** The worst of its findings; null until it is done. */
  verdict: z.enum(verdicts).nullable(),
  /** How many findings have which verdict. */
  counts: z.object({ pass: z.int(), warn: z.int(), fail: z.int(), unknown: z.int() }),
  createdAt: timestamp,
  finishedAt: timestamp.nullable(),
});
examinationSummary.register(z.globalRegistry, { id: 'ExaminationSummary' });
export type ExaminationSummary = z.output<typeof examinationSummary>;

export const examinationView = examinationSummary.extend({
  /** The address in From of its messages; null until it begins. */
  sender: z.string().nullable(),
  /** Worst first. While it runs, what is still to come is `unknown`. */
  findings: z.array(examinationFinding),
  timeline: z.array(z.object({ at: timestamp, moment: z.enum(moments) })),
  /** Until when it waits for what has not come back; null when it waits for nothing. */
  waitsUntil: timestamp.nullable(),
  /** When the next one follows by itself; null when none does. */
  repeatsAt: timestamp.nullable(),
  askedBy: z.string().nullable(),
});
examinationView.register(z.globalRegistry, { id: 'Examination' });
export type ExaminationView = z.output<typeof examinationView>;

export const examinationsRoutes = {
  list: route({
    id: 'examinations.list',
    method: 'GET',
    path: '/api/examinations',
    summary: 'The latest delivery tests, newest first; of one domain or transport, if you name it',
    permission: 'domains:read',
    query: z.object({ domainId: id.optional(), transportId: id.optional() }),
    response: z.object({ items: z.array(examinationSummary) }),
  }),
  ofSender: route({
    id: 'examinations.of-sender',
    method: 'GET',
    path: '/api/examinations/of-sender',
    summary: 'The latest delivery test of the domain of an address with the transport that campaigns take now',
    permission: 'domains:read',
    query: z.object({ address: z.string().max(320) }),
    response: z.object({
      /** What would be tested; null where the domain was not added, or no transport works. */
      pair: z.object({ domainId: id, domain: z.string(), transportId: id, transport: z.string() }).nullable(),
      latest: examinationSummary.nullable(),
    }),
  }),
  get: route({
    id: 'examinations.get',
    method: 'GET',
    path: '/api/examinations/:id',
    summary: 'A delivery test with its findings so far',
    permission: 'domains:read',
    params: idParams,
    response: examinationView,
  }),
  create: route({
    id: 'examinations.create',
    method: 'POST',
    path: '/api/examinations',
    summary:
      'Test a domain with a transport: two messages go to this installation itself, one of which it refuses; one that runs already is answered instead',
    permission: 'campaigns:send',
    body: z.object({ domainId: id, transportId: id }),
    response: examinationView,
    status: 201,
  }),
};
