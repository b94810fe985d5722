import { z } from 'zod';
import { emailAddress, id, line, route, timeZone, timestamp } from '../shared/index.ts';
import { newPassword, sessionView, signInInput, signInResult } from './accounts.contract.ts';
import { languages } from './languages.ts';

/** Fields left out stay as they are; null returns to the default. */
export const profileInput = z.object({
  name: line('your name', 100).optional(),
  timeZone: timeZone.nullable().optional(),
  language: z.enum(languages, 'Choose one of the languages.').nullable().optional(),
});
export const passwordResetRequest = z.object({ email: emailAddress });
export const passwordResetInput = z.object({ token: z.string().min(1).max(200), password: newPassword });
export const passwordChangeInput = z.object({ current: signInInput.shape.password, password: newPassword });

export const profileRoutes = {
  update: route({
    id: 'profile.update',
    method: 'PATCH',
    path: '/api/profile',
    summary: 'Change your name, time zone or language; fields left out stay as they are',
    permission: 'signed-in',
    body: profileInput,
    response: sessionView,
  }),
};

/** Spoken only between the BFF, which ends sessions, and the API, which keeps passwords. */
export const passwordRoutes = {
  requestReset: route({
    id: 'password.request-reset',
    method: 'POST',
    path: '/internal/password-resets',
    summary: 'Mail a link to choose a new password; the answer is the same whether or not the user exists',
    permission: 'public',
    body: passwordResetRequest,
    response: z.object({}),
    status: 202,
  }),
  reset: route({
    id: 'password.reset',
    method: 'POST',
    path: '/internal/password-resets/use',
    summary: 'Choose a new password with the link from a mail; it works once, for an hour',
    permission: 'public',
    body: passwordResetInput,
    response: z.object({ userId: id, result: signInResult }),
  }),
  change: route({
    id: 'password.change',
    method: 'POST',
    path: '/internal/password',
    summary: 'Change the password of the signed-in user; needs the current one',
    permission: 'signed-in',
    body: passwordChangeInput,
    response: sessionView,
  }),
};

/** One of a person's sessions, as the BFF lists them at `GET /auth/sessions`. */
export const ownSession = z.object({
  id: z.string(),
  device: z.string(),
  /** The client's network: the first part of its address, never all of it. */
  network: z.string(),
  startedAt: timestamp,
  seenAt: timestamp,
  isCurrent: z.boolean(),
});
export type OwnSession = z.output<typeof ownSession>;
export const ownSessions = z.object({ items: z.array(ownSession) });

export const sessionParams = z.object({ id: z.string().regex(/^[\w-]{43}$/) });
