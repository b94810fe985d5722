import { z } from 'zod';
import { id, idParams, line, route, timestamp } from '../shared/index.ts';
import { sessionView } from './accounts.contract.ts';

/** Six digits of an authenticator app, or one of the recovery codes; spaces and dashes do not matter. */
export const codeInput = z.object({
  code: z
    .string('Enter a code.')
    .max(60, 'Enter a code.')
    .transform((text) => text.replaceAll(/[\s-]/g, '').toUpperCase())
    .refine((text) => text.length > 0, 'Enter a code.'),
});

export const passkeyView = z.object({
  id,
  name: z.string(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});
export type PasskeyView = z.output<typeof passkeyView>;

export const secondFactorsView = z.object({
  hasPassword: z.boolean(),
  totp: z.boolean(),
  recoveryCodesLeft: z.int(),
  passkeys: z.array(passkeyView),
});
export type SecondFactorsView = z.output<typeof secondFactorsView>;

/** What an authenticator app needs: the secret in base 32, and the same as a URI for a QR code (Key URI Format). */
export const totpSetup = z.object({ secret: z.string(), uri: z.string() });

/** Shown once; an empty list when there are codes already. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) });

/** As browsers speak it (WebAuthn Level 3, section 5.1.8 and following); the library checks every part of it. */
const webAuthnJson = z.record(z.string(), z.unknown());
export const webAuthnOptions = webAuthnJson;
export const passkeyAnswer = z.object({ response: webAuthnJson });
/** The challenge is kept in the session, and never comes from the browser. */
const withChallenge = z.object({ challenge: z.string(), response: webAuthnJson });

export const passkeyNameInput = z.object({ name: line('a name for the passkey', 100) });
export const newPasskeyInput = passkeyNameInput.extend(passkeyAnswer.shape);
export const passwordInput = z.object({
  password: z.string('Enter your password.').min(1, 'Enter your password.').max(256),
});

/** Spoken only between the BFF, which asks for the right confirmation first, and the API, which keeps the secrets. */
export const secondFactorRoutes = {
  get: route({
    id: 'second-factors.get',
    method: 'GET',
    path: '/internal/second-factors',
    summary: 'The second factors of the user',
    permission: 'signed-in',
    response: secondFactorsView,
  }),
  verifyCode: route({
    id: 'second-factors.verify-code',
    method: 'POST',
    path: '/internal/second-factors/code',
    summary: 'Check a code from the app, or use a recovery code',
    reads: true,
    permission: 'signed-in',
    body: codeInput,
    response: sessionView,
  }),
  verifyPasskey: route({
    id: 'second-factors.verify-passkey',
    method: 'POST',
    path: '/internal/second-factors/passkey',
    summary: 'Check a response from one of this user’s passkeys',
    reads: true,
    permission: 'signed-in',
    body: withChallenge,
    response: sessionView,
  }),
  verifyPassword: route({
    id: 'second-factors.verify-password',
    method: 'POST',
    path: '/internal/second-factors/password',
    summary: 'Check the password of this user once more',
    reads: true,
    permission: 'signed-in',
    body: passwordInput,
    response: z.object({}),
  }),
  beginTotp: route({
    id: 'totp.begin',
    method: 'POST',
    path: '/internal/totp',
    summary: 'Create a secret for an authenticator app; it takes effect with its first valid code',
    reads: true,
    permission: 'signed-in',
    body: z.object({}),
    response: totpSetup,
  }),
  confirmTotp: route({
    id: 'totp.confirm',
    method: 'POST',
    path: '/internal/totp/confirm',
    summary: 'Turn on the authenticator app with its first code',
    permission: 'signed-in',
    body: codeInput,
    response: recoveryCodes,
  }),
  removeTotp: route({
    id: 'totp.remove',
    method: 'DELETE',
    path: '/internal/totp',
    summary: 'Turn off the authenticator app',
    permission: 'signed-in',
    response: secondFactorsView,
  }),
  renewRecoveryCodes: route({
    id: 'recovery-codes.renew',
    method: 'POST',
    path: '/internal/recovery-codes',
    summary: 'New recovery codes; the old ones stop working',
    permission: 'signed-in',
    body: z.object({}),
    response: recoveryCodes,
  }),
  newPasskeyOptions: route({
    id: 'passkeys.new-options',
    method: 'POST',
    path: '/internal/passkeys/options',
    summary: 'What a browser needs to create a passkey',
    reads: true,
    permission: 'signed-in',
    body: z.object({}),
    response: webAuthnOptions,
  }),
  addPasskey: route({
    id: 'passkeys.create',
    method: 'POST',
    path: '/internal/passkeys',
    summary: 'Store a passkey that a browser created',
    permission: 'signed-in',
    body: passkeyNameInput.extend(withChallenge.shape),
    response: recoveryCodes,
    status: 201,
  }),
  removePasskey: route({
    id: 'passkeys.delete',
    method: 'DELETE',
    path: '/internal/passkeys/:id',
    summary: 'Remove a passkey',
    permission: 'signed-in',
    params: idParams,
    response: secondFactorsView,
  }),
  passkeyOptions: route({
    id: 'passkeys.options',
    method: 'POST',
    path: '/internal/passkeys/sign-in-options',
    summary: 'What a browser needs to sign in with a passkey, of one user or of anyone',
    reads: true,
    permission: 'public',
    body: z.object({ userId: id.nullable() }),
    response: webAuthnOptions,
  }),
  signInWithPasskey: route({
    id: 'passkeys.sign-in',
    method: 'POST',
    path: '/internal/passkeys/sign-in',
    summary: 'The user a passkey belongs to; it verifies the person too, so it counts as both factors',
    reads: true,
    permission: 'public',
    body: withChallenge,
    response: sessionView,
  }),
};
