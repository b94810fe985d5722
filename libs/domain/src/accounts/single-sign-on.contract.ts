import { z } from 'zod';
import { domainName, id, line, route, timestamp, version } from '../shared/index.ts';
import { passwordInput } from './second-factors.contract.ts';
import { signInResult } from './accounts.contract.ts';
import type { roles } from '../shared/policy.ts';

/** Roles that sign-in through the organization's provider may give: all but owner. */
export const arrivalRoles = [
  'admin',
  'campaign_manager',
  'editor',
  'analyst',
] as const satisfies readonly (typeof roles)[number][];

export const identityProviderInput = z.object({
  issuer: z
    .string('Enter the issuer.')
    .trim()
    .max(500)
    .refine(
      (text) => URL.canParse(text) && /^https?:\/\//.test(text),
      'The issuer must be a URL that starts with https://.',
    ),
  clientId: line('the client id', 300),
  /** If left out, the stored one is kept. */
  clientSecret: z
    .string()
    .trim()
    .max(1000)
    .transform((text) => text || undefined)
    .optional(),
  allowedDomains: z
    .array(domainName('Enter domains such as example.com.'))
    .min(1, 'Enter at least one domain.')
    .max(50),
  defaultRole: z.enum(arrivalRoles, 'Choose a role.'),
});

/** How members sign in. The owner decides. */
export const signInPolicyInput = z.object({
  requiresSecondFactor: z.boolean(),
  requiresSingleSignOn: z.boolean(),
  provider: identityProviderInput.nullable(),
});
export type SignInPolicyInput = z.output<typeof signInPolicyInput>;

export const signInPolicyView = z.object({
  requiresSecondFactor: z.boolean(),
  requiresSingleSignOn: z.boolean(),
  provider: z
    .object({
      issuer: z.string(),
      clientId: z.string(),
      allowedDomains: z.array(z.string()),
      defaultRole: z.enum(arrivalRoles),
    })
    .nullable(),
  /** The last successful sign-in through the provider, with the settings it has now. */
  test: z.object({ at: timestamp, by: z.string(), isOwn: z.boolean() }).nullable(),
  /** In words, what the caller still has to do before single sign-on can be the only way in; null when nothing. */
  notYetOnly: z.string().nullable(),
  /** The redirect URI, to be registered with the provider. */
  redirectUri: z.string(),
  /** Where members begin. */
  signInUrl: z.string(),
  /** How many members have no second factor yet. */
  withoutSecondFactor: z.int(),
  updatedAt: timestamp,
});
export type SignInPolicyView = z.output<typeof signInPolicyView>;

export const signInPolicyRoutes = {
  get: route({
    id: 'sign-in-policy.get',
    method: 'GET',
    path: '/api/sign-in-policy',
    summary: 'How members sign in to the organization',
    permission: 'sign-in-policy:read',
    response: signInPolicyView,
  }),
  update: route({
    id: 'sign-in-policy.update',
    method: 'PUT',
    path: '/api/sign-in-policy',
    summary: 'Set the second-factor requirement and the organization’s own OpenID Connect provider',
    permission: 'sign-in-policy:write',
    body: signInPolicyInput.extend({ version }),
    response: signInPolicyView,
  }),
};

/** What a provider said about the person, after its ID token was verified (OpenID Connect Core 1.0, sections 2 and 5.1). */
export const arrival = z.object({
  /** Null for a provider the operator configured. */
  organizationId: id.nullable(),
  issuer: z.string().max(500),
  subject: z.string().min(1).max(255),
  email: z.string().max(254).nullable(),
  isEmailVerified: z.boolean(),
  name: z.string().max(200).nullable(),
});
export type Arrival = z.output<typeof arrival>;

/** Besides what every first factor leads to: the address belongs to a user, who first has to prove it is theirs. */
export const arrivalResult = z.discriminatedUnion('kind', [
  ...signInResult.options,
  z.object({ kind: z.literal('link'), userId: id, email: z.string() }),
]);
export type ArrivalResult = z.output<typeof arrivalResult>;

/** The outcome of a test, for the owner who ran it: `GET /auth/oidc/test`. Nobody else is told what a provider said. */
export const signInTest = z.object({
  organizationId: id,
  /** What the provider said; null when it did not let them in. */
  said: arrival.pick({ email: true, name: true, isEmailVerified: true }).nullable(),
  /** Why this sign-in would be rejected; null when it would work. */
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type SignInTest = z.output<typeof signInTest>;
export const signInTestView = z.object({ test: signInTest.nullable() });

/** What the sign-in page may know of a provider: `GET /auth/providers`. */
export const providerView = z.object({ id: z.string(), name: z.string() });
export const providersView = z.object({ items: z.array(providerView) });

/** Spoken only between the BFF, which talks to providers, and the API, which knows people. */
export const singleSignOnRoutes = {
  findProvider: route({
    id: 'single-sign-on.find-provider',
    method: 'POST',
    path: '/internal/single-sign-on/provider',
    summary: 'The provider of an organization, with its secret',
    reads: true,
    permission: 'public',
    body: z.object({ organizationId: id }),
    response: z.object({
      organizationName: z.string(),
      issuer: z.string(),
      clientId: z.string(),
      clientSecret: z.string(),
    }),
  }),
  arrive: route({
    id: 'single-sign-on.arrive',
    method: 'POST',
    path: '/internal/single-sign-on/arrivals',
    summary: 'The user behind a provider’s subject: known, new, or to be linked by password',
    permission: 'public',
    body: arrival,
    response: arrivalResult,
  }),
  test: route({
    id: 'single-sign-on.test',
    method: 'POST',
    path: '/internal/single-sign-on/tests',
    summary: 'Test whether someone from the organization’s provider could sign in; a success is recorded',
    permission: 'public',
    body: z.object({ userId: id, arrival }),
    response: signInTest.pick({ problem: true }),
  }),
  link: route({
    id: 'single-sign-on.link',
    method: 'POST',
    path: '/internal/single-sign-on/links',
    summary: 'Link a provider’s subject to the user whose password this is',
    permission: 'public',
    body: z.object({ userId: id, arrival }).extend(passwordInput.shape),
    response: signInResult,
  }),
};
