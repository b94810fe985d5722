import { z } from 'zod';
import { domainStates } from '../domains/index.ts';
import { plan, useOfLimit } from '../plans/index.ts';
import { sendingSuspension } from '../sending-suspensions/index.ts';
import {
  count,
  hasControlCharacter,
  id,
  line,
  pageOf,
  pageQuery,
  route,
  searchText,
  timestamp,
} from '../shared/index.ts';

/** The area of those who run the installation: all organizations, but nothing of what is in them. */

export const organizationOrders = ['created', 'active', 'name'] as const;

/** Why an organization is on its plan. */
export const planSources = ['operator', 'subscription', 'default'] as const;
export type PlanSource = (typeof planSources)[number];

/** More contacts than this are not counted in the list. */
export const mostContactsListed = 100_000;

const planHeld = z.object({ key: z.string(), name: z.string(), source: z.enum(planSources) });

const listedOrganization = z.object({
  id,
  name: z.string(),
  createdAt: timestamp,
  /** When everything in it will be deleted; null if no deletion was requested. */
  deletesAt: timestamp.nullable(),
  /** Whether an operator has suspended what it sends. */
  isSuspended: z.boolean(),
  /** The latest change that the audit log has, or its creation. */
  activeAt: timestamp,
  /** Addresses. */
  owners: z.array(z.string()),
  members: count,
  /** Up to 100,000; one more stands for more. */
  contacts: count,
  /** Accepted in the hours of this month (UTC) that are over. Null where usage is not counted. */
  emails: count.nullable(),
  /** Null where there are no plans. */
  plan: planHeld.nullable(),
});
listedOrganization.register(z.globalRegistry, { id: 'ListedOrganization' });
export type ListedOrganization = z.output<typeof listedOrganization>;

export const operatorActionKinds = ['assign_plan', 'suspend_sending', 'resume_sending', 'note'] as const;

const operatorAction = z.object({
  id,
  organization: z.object({ id, name: z.string() }),
  by: z.object({ id, name: z.string() }),
  kind: z.enum(operatorActionKinds),
  /** What an operator had assigned, and has now: keys of plans, null for none. Both null for anything but a plan. */
  planBefore: z.string().nullable(),
  planAfter: z.string().nullable(),
  /** The reason, or the note; null once a note was deleted. */
  words: z.string().nullable(),
  at: timestamp,
});
operatorAction.register(z.globalRegistry, { id: 'OperatorAction' });
export type OperatorAction = z.output<typeof operatorAction>;

const chosenPlan = z.object({
  key: z.string(),
  /** Null if the file of plans no longer has it. */
  name: z.string().nullable(),
  since: timestamp,
});

const planOfOrganization = planHeld.extend({
  assigned: chosenPlan.nullable(),
  subscribed: chosenPlan.nullable(),
  /** The month that its limits run in. */
  from: timestamp,
  until: timestamp,
  uses: z.array(useOfLimit),
});
planOfOrganization.register(z.globalRegistry, { id: 'PlanOfOrganization' });
export type PlanOfOrganization = z.output<typeof planOfOrganization>;

const organizationForOperators = z.object({
  id,
  name: z.string(),
  createdAt: timestamp,
  deletesAt: timestamp.nullable(),
  activeAt: timestamp,
  owners: z.array(z.object({ name: z.string(), email: z.string() })),
  members: count,
  contacts: count,
  domains: z.array(z.object({ domain: z.string(), state: z.enum(domainStates) })),
  plan: planOfOrganization.nullable(),
  /** Null while it may send. */
  suspension: sendingSuspension.nullable(),
});
organizationForOperators.register(z.globalRegistry, { id: 'OrganizationForOperators' });
export type OrganizationForOperators = z.output<typeof organizationForOperators>;

const planInUse = z.object({ plan, organizations: count });
export type PlanInUse = z.output<typeof planInUse>;

const organizationParams = z.object({ organizationId: id.toLowerCase() });

export const operatorsRoutes = {
  organizations: route({
    id: 'operators.organizations',
    method: 'GET',
    path: '/api/operator/organizations',
    summary: 'All organizations, searched by name, sending domain or owner’s address',
    permission: 'operator',
    query: pageQuery.extend({
      search: searchText,
      order: z.enum(organizationOrders).default('created'),
      /** Those that are about to be deleted. */
      leaving: z.stringbool().default(false),
      /** Those whose sending is suspended. */
      suspended: z.stringbool().default(false),
      /** The key of a plan. */
      plan: z.string().max(100).optional(),
    }),
    response: pageOf(listedOrganization).extend({ total: count }),
  }),
  organization: route({
    id: 'operators.organization',
    method: 'GET',
    path: '/api/operator/organizations/:organizationId',
    summary: 'One organization: owners, sizes, domains, plan and usage',
    permission: 'operator',
    params: organizationParams,
    response: organizationForOperators,
  }),
  plans: route({
    id: 'operators.plans',
    method: 'GET',
    path: '/api/operator/plans',
    summary: 'The plans of the installation, and how many organizations are on each',
    permission: 'operator',
    response: z.object({ items: z.array(planInUse) }),
  }),
  actions: route({
    id: 'operators.actions',
    method: 'GET',
    path: '/api/operator/actions',
    summary: 'What operators did and noted, the newest first',
    permission: 'operator',
    query: pageQuery.extend({ organizationId: id.toLowerCase().optional() }),
    response: pageOf(operatorAction),
  }),
};

export const organizationPlansRoutes = {
  assign: route({
    id: 'organization-plans.assign',
    method: 'PUT',
    path: '/api/operator/organizations/:organizationId/plan',
    summary: 'Assign a plan to an organization, or none: then its subscription or the default decides',
    permission: 'operator',
    params: organizationParams,
    body: z.object({
      /** The key of a plan; null for none. */
      planKey: z.string().max(100).nullable(),
      /** What was assigned when the operator looked; refused when it has changed since. */
      was: z.string().max(100).nullable(),
      /** Owners and admins of the organization see it in their audit log. */
      reason: line('a reason', 500),
    }),
    response: planOfOrganization,
  }),
};

const noteText = z
  .string('Enter a note.')
  .trim()
  .min(1, 'Enter a note.')
  .max(2_000, 'Use at most 2,000 characters.')
  .refine((text) => !hasControlCharacter(text.replaceAll('\n', '')), 'Remove control characters.');

/** Notes are the operators' own: the organization is not told. */
export const operatorNotesRoutes = {
  create: route({
    id: 'operator-notes.create',
    method: 'POST',
    path: '/api/operator/organizations/:organizationId/notes',
    summary: 'Note something about an organization, for operators only',
    permission: 'operator',
    audited: false,
    params: organizationParams,
    body: z.object({ text: noteText }),
    response: z.object({ id }),
    status: 201,
  }),
  delete: route({
    id: 'operator-notes.delete',
    method: 'DELETE',
    path: '/api/operator/organizations/:organizationId/notes/:id',
    summary: 'Delete a note',
    permission: 'operator',
    audited: false,
    params: organizationParams.extend({ id }),
  }),
};
