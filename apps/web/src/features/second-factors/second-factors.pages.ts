import type { Feature } from '../../shared/feature.ts';

export const secondFactors: Feature = {
  things: {
    totp: { name: 'Authenticator apps' },
    'recovery-codes': { name: 'Recovery codes' },
    passkeys: { name: 'Passkeys' },
  },
  actions: {
    'totp.confirm': 'Set up an authenticator app',
    'totp.remove': 'Removed their authenticator app',
    'recovery-codes.renew': 'Made new recovery codes',
    'passkeys.create': 'Added a passkey',
    'passkeys.delete': 'Removed a passkey',
  },
};
