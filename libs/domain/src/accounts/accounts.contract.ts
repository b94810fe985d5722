import { z } from 'zod';
import { emailAddress, id, line, route } from '../shared/index.ts';
import { roles } from './policy.ts';

const minPasswordLength = 8;
const maxPasswordLength = 256;

/** A new password. The upper bound keeps hashing affordable, not people from long passphrases. */
export const newPassword = z
  .string('Enter a password.')
  .min(minPasswordLength, `Use at least ${minPasswordLength} characters.`)
  .max(maxPasswordLength, `Use at most ${maxPasswordLength} characters.`);

export const organizationName = line('the name of your organization', 100);

export const signUpInput = z.object({
  name: line('your name', 100),
  email: emailAddress,
  password: newPassword,
  organizationName,
});

export const signInInput = z.object({
  email: z.string('Enter your email address.').trim().min(1, 'Enter your email address.').max(254),
  password: z.string('Enter your password.').min(1, 'Enter your password.').max(maxPasswordLength),
});

export const organizationOfUser = z.object({ id, name: z.string(), role: z.enum(roles) });

/** Who is signed in, as the browser sees it. */
export const sessionView = z.object({
  user: z.object({ id, name: z.string(), email: z.string() }),
  organizations: z.array(organizationOfUser),
});

export type SessionView = z.output<typeof sessionView>;

export const accountsRoutes = {
  createOrganization: route({
    id: 'organizations.create',
    method: 'POST',
    path: '/api/organizations',
    summary: 'Create an organization and become its owner',
    permission: 'signed-in',
    body: z.object({ name: organizationName }),
    response: organizationOfUser,
    status: 201,
  }),
  getSession: route({
    id: 'session.get',
    method: 'GET',
    path: '/api/session',
    summary: 'Who is signed in, and where they are a member',
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
    response: sessionView,
  }),
};
