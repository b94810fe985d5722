import { Secret, TOTP } from 'otpauth';
import { expect } from 'vitest';
import {
  addressRoutes,
  identityRoutes,
  passwordRoutes,
  profileRoutes,
  secondFactorRoutes,
  signInPolicyRoutes,
  singleSignOnRoutes,
} from '@engagex/domain/accounts';
import { newToken } from '../../../features/accounts/tokens.ts';
import { newAuthenticator } from '../../../testing/authenticator.ts';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, one, inLog } from './change.ts';

const withApp = async (owner: TestMember) => {
  const { secret } = await owner.call(secondFactorRoutes.beginTotp, {});
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  await owner.call(secondFactorRoutes.confirmTotp, { code });
  return '';
};
const withPasskey = async (owner: TestMember) => {
  const challenge = String((await owner.call(secondFactorRoutes.newPasskeyOptions, {}))['challenge']);
  const authenticator = newAuthenticator({ origin: 'http://localhost:3000', userId: owner.userId });
  const response = authenticator.register({ challenge });
  await owner.call(secondFactorRoutes.addPasskey, { name: 'Laptop', challenge, response });
  return (await owner.call(secondFactorRoutes.get)).passkeys[0]!.id;
};
const policy = {
  requiresSecondFactor: false,
  requiresSingleSignOn: false,
  provider: {
    issuer: 'https://id.example',
    clientId: 'engagex',
    clientSecret: 'something only the two of us know',
    allowedDomains: ['example.com'],
    defaultRole: 'editor',
  },
} as const;
const policied = async (owner: TestMember) => {
  await owner.call(signInPolicyRoutes.update, {
    ...policy,
    provider: { ...policy.provider, allowedDomains: ['example.com'] },
  });
  return '';
};
const arrivalAt = ({ organizationId }: TestMember, email: string) => ({
  organizationId,
  issuer: 'https://id.example',
  subject: email,
  email,
  isEmailVerified: true,
  name: 'Olga',
});

export const signInChanges: Changes = {
  'profile.update': {
    act: (owner) => owner.call(profileRoutes.update, { name: 'Grace Hopper' }),
    entry: { ...inLog('profile'), before: { name: 'Test person' }, after: { name: 'Grace Hopper' } },
  },
  'password.change': {
    arrange: async (_owner, api) => {
      const email = one();
      await api.asService(identityRoutes.signUp, {
        name: 'Ada',
        email,
        password: 'long enough',
        organizationName: 'x',
      });
      return email;
    },
    act: async (owner, email, api) => {
      // Hashing is the API's own, so the password is one that somebody signed up with.
      await api.owner.query(
        `update users set password_hash = (select password_hash from users where email = $2) where id = $1`,
        [owner.userId, email],
      );
      await owner.call(passwordRoutes.change, { current: 'long enough', password: 'even longer' });
    },
    entry: { ...inLog('password'), before: null, after: null },
  },
  'sign-in-policy.update': {
    act: policied,
    entry: {
      objectType: 'sign-in-policy',
      before: { provider: null },
      after: { credentials: 'replaced', provider: { issuer: 'https://id.example', allowedDomains: ['example.com'] } },
    },
  },
  'single-sign-on.arrive': {
    arrange: policied,
    act: (owner, _id, api) => api.asService(singleSignOnRoutes.arrive, arrivalAt(owner, 'new-here@example.com')),
    entry: { ...inLog('members', 'new-here@example.com'), before: null, after: { role: 'editor' } },
  },
  'single-sign-on.test': {
    arrange: policied,
    act: (owner, _nothing, api) =>
      api.asService(singleSignOnRoutes.test, { userId: owner.userId, arrival: arrivalAt(owner, one()) }),
    entry: { objectType: 'single-sign-on', objectName: 'https://id.example', after: { tested: true } },
  },
  'single-sign-on.link': {
    arrange: async (owner, api) => {
      await policied(owner);
      const email = one();
      const { user } = await api.asService(identityRoutes.signUp, {
        name: 'Ada',
        email,
        password: 'long enough',
        organizationName: 'x',
      });
      // An organization's provider knows its members alone.
      await api.owner.query(`insert into memberships (organization_id, user_id, role) values ($1, $2, 'editor')`, [
        owner.organizationId,
        user.id,
      ]);
      return email;
    },
    act: async (owner, email, api) => {
      const arrival = arrivalAt(owner, email);
      const result = await api.asService(singleSignOnRoutes.arrive, arrival);
      if (result.kind !== 'link') throw new Error('An account with a password is linked by it.');
      await api.asService(singleSignOnRoutes.link, { userId: result.userId, arrival, password: 'long enough' });
    },
    entry: { objectType: 'single-sign-on', after: { issuer: 'https://id.example' } },
  },
  'address.confirm': {
    arrange: async ({ userId }, api) => {
      const { token, hash } = newToken();
      await api.owner.query(
        `insert into address_confirmations (token_hash, user_id, email, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
        [hash, userId, one()],
      );
      return token;
    },
    act: (_owner, token, api) => api.asService(addressRoutes.confirm, { token }),
    entry: { ...inLog('address'), before: { email: expect.any(String) }, after: { email: expect.any(String) } },
  },
  'totp.confirm': {
    act: withApp,
    entry: { ...inLog('totp'), before: null, after: null },
  },
  'totp.remove': {
    arrange: withApp,
    act: (owner) => owner.call(secondFactorRoutes.removeTotp),
    entry: { ...inLog('totp'), before: null, after: null },
  },
  'recovery-codes.renew': {
    arrange: withApp,
    act: (owner) => owner.call(secondFactorRoutes.renewRecoveryCodes, {}),
    entry: { ...inLog('recovery-codes'), before: null, after: null },
  },
  'passkeys.create': {
    act: withPasskey,
    entry: { ...inLog('passkeys'), before: null, after: { name: 'Laptop' } },
  },
  'passkeys.delete': {
    arrange: withPasskey,
    act: (owner, id) => owner.call(secondFactorRoutes.removePasskey, { id }),
    entry: { ...inLog('passkeys'), before: { name: 'Laptop' }, after: null },
  },
  'password.reset': {
    arrange: async ({ userId }, api) => {
      const { token, hash } = newToken();
      await api.owner.query(
        `insert into password_resets (token_hash, user_id, expires_at) values ($1, $2, now() + interval '1 hour')`,
        [hash, userId],
      );
      return token;
    },
    act: (_owner, token, api) => api.asService(passwordRoutes.reset, { token, password: 'even longer' }),
    entry: { ...inLog('password'), before: null, after: null },
  },
};
