import { z } from 'zod';
import {
  changesDirection,
  directionWords,
  emailAddress,
  id,
  idParams,
  line,
  route,
  timeZone,
  timestamp,
} from '../shared/index.ts';
import { languages } from './languages.ts';
import { permissions, roles } from '../shared/policy.ts';

const minPasswordLength = 8;
const maxPasswordLength = 256;

/** A new password. The upper limit keeps hashing affordable and is far above any passphrase. */
export const newPassword = z
  .string('Enter a password.')
  .min(minPasswordLength, `Use at least ${minPasswordLength} characters.`)
  .max(maxPasswordLength, `Use at most ${maxPasswordLength} characters.`);

export const organizationName = line('the name of your organization', 100).refine(
  (name) => !changesDirection(name),
  directionWords,
);

/** The browser's time zone, for a new organization. An unknown one is not rejected; the organization starts in UTC. */
const zoneOfCreator = timeZone.optional().catch(undefined);

export const signUpInput = z.object({
  name: line('your name', 100),
  email: emailAddress,
  password: newPassword,
  organizationName,
  timeZone: zoneOfCreator,
});

export const signInInput = z.object({
  email: z.string('Enter your email address.').trim().min(1, 'Enter your email address.').max(254),
  password: z.string('Enter your password.').min(1, 'Enter your password.').max(maxPasswordLength),
});

/** What the organization still requires of this sign-in. */
export const entries = ['open', 'second-factor', 'single-sign-on'] as const;

/** An organization as one of its members sees it on every page. */
export const organizationOfUser = z.object({
  id,
  name: z.string(),
  role: z.enum(roles),
  entry: z.enum(entries),
  /** What this role may do. */
  can: z.array(z.enum(permissions)),
  timeZone: z.string(),
  /** Where its logo is, for an image; null without one. The address changes with the picture. */
  logo: z.string().nullable(),
  /** When everything in it will be deleted unless an owner cancels; null if no deletion was requested. */
  deletesAt: timestamp.nullable(),
});
export type OrganizationOfUser = z.output<typeof organizationOfUser>;

/** Of somebody who runs the installation. */
export const operatorStanding = z.object({
  /** What is still asked of this sign-in. */
  entry: z.enum(['open', 'second-factor']),
  /** Whether organizations are on plans here. */
  seesPlans: z.boolean(),
});
operatorStanding.register(z.globalRegistry, { id: 'OperatorStanding' });
export type OperatorStanding = z.output<typeof operatorStanding>;

/** Who is signed in, as the browser sees it. */
export const sessionView = z.object({
  user: z.object({
    id,
    name: z.string(),
    email: z.string(),
    /** Whether the address is known to be theirs. */
    isVerified: z.boolean(),
    /** Null for the organization's. */
    timeZone: z.string().nullable(),
    /** How dates and numbers are written; null for the browser's English. */
    language: z.enum(languages).nullable(),
  }),
  organizations: z.array(organizationOfUser),
  /** The organization whose single sign-on was used; this session can reach nothing else. */
  boundTo: id.nullable().default(null),
  /** Null for everybody who does not run the installation. */
  operator: operatorStanding.nullable().default(null),
});

export type SessionView = z.output<typeof sessionView>;

export const secondFactors = ['totp', 'passkey'] as const;
export type SecondFactor = (typeof secondFactors)[number];

/** Whether failed guesses at the address count against this account: it confirmed the address, or nobody else has it. */
const ownsAddress = z.boolean();

/** What a first factor leads to: a session, or the question for the second. */
export const signInResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-in'), session: sessionView, ownsAddress }),
  z.object({
    kind: z.literal('second-factor'),
    userId: id,
    ownsAddress,
    methods: z.array(z.enum(secondFactors)),
  }),
]);
export type SignInResult = z.output<typeof signInResult>;

/** The same as the browser gets it from `/auth/*`: who it is stays in the session until the second factor is shown. */
export const signInAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed-in') }),
  z.object({ kind: z.literal('second-factor'), methods: z.array(z.enum(secondFactors)) }),
]);
export type SignInAnswer = z.output<typeof signInAnswer>;

export const accountsRoutes = {
  createOrganization: route({
    id: 'organizations.create',
    method: 'POST',
    path: '/api/organizations',
    summary: 'Create an organization and become its owner',
    permission: 'signed-in',
    body: z.object({ name: organizationName, timeZone: zoneOfCreator }),
    response: organizationOfUser,
    status: 201,
  }),
  logo: route({
    id: 'organizations.logo',
    method: 'GET',
    path: '/api/organizations/:id/logo',
    summary: 'The logo of an organization you are a member of; the session links to it',
    permission: 'signed-in',
    params: idParams,
    query: z.object({ v: z.string().max(64).optional() }),
    produces: 'image/*',
  }),
  getSession: route({
    id: 'session.get',
    method: 'GET',
    path: '/api/session',
    summary: 'The signed-in user and their memberships',
    permission: 'signed-in',
    response: sessionView,
  }),
};

/** Spoken only between the BFF and the API; the BFF never proxies `/internal`. */
export const identityRoutes = {
  signUp: route({
    id: 'identity.sign-up',
    method: 'POST',
    path: '/internal/sign-up',
    summary: 'Create a user and their organization',
    permission: 'public',
    body: signUpInput,
    response: sessionView,
    status: 201,
  }),
  verifyPassword: route({
    id: 'identity.verify-password',
    method: 'POST',
    reads: true,
    path: '/internal/verify-password',
    summary: 'Check an address and password',
    permission: 'public',
    body: signInInput,
    response: signInResult,
  }),
};
