import type { KeyKind } from '@engagex/domain/accounts';

/** What each kind of key is called and for. */
export const keyKindWords: Readonly<Record<KeyKind, { readonly title: string; readonly what: string }>> = {
  secret: {
    title: 'Secret keys',
    what: 'For programs on your servers. Each key can do only what its scopes allow. Keep them like passwords.',
  },
  public: {
    title: 'Public keys',
    what: 'For collecting events from web pages. Anyone can read them there, so they can do nothing else.',
  },
};
