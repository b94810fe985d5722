export { SecondFactorsCard } from './components/second-factors-card.tsx';
export { hasPasskeys, passkeyFailure } from './passkeys.ts';
export { pendingQuery, secondFactorsQuery, signInWithCode, signInWithPasskey } from './second-factors.api.ts';
export { useConfirmIdentity } from './components/confirm-identity.tsx';
