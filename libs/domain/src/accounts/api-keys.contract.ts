import { z } from 'zod';
import { id, idParams, line, route, timestamp } from '../shared/index.ts';
import { keyScopes, publicKeyScopes } from '../shared/policy.ts';

/** `secret` for programs on servers; `public` for web pages, where everybody can read it. */
export const keyKinds = ['secret', 'public'] as const;
export type KeyKind = (typeof keyKinds)[number];

/** How every key begins, so that people and scanners recognize one. */
export const keyPrefix = 'egx_';
export const prefixOfKind: Readonly<Record<KeyKind, string>> = { secret: keyPrefix, public: `${keyPrefix}pub_` };

/** Days until a new key ends on its own; null for never. */
export const keyLifetimes = [30, 90, 365] as const;

const scope = z.enum(keyScopes);
export type AnyKeyScope = z.output<typeof scope>;

/** Where a web page comes from (RFC 6454), as browsers say it: `https://shop.example`, without a path. */
const webOrigin = z
  .string()
  .trim()
  .transform((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isOrigin = url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash;
    if (isOrigin) return url.origin;
    context.addIssue({ code: 'custom', message: 'Enter an origin such as https://shop.example, without a path.' });
    return z.NEVER;
  });

/** A public key takes no scopes: it always has the only one that public keys can have. */
export const apiKeyInput = z
  .object({
    kind: z.enum(keyKinds, 'Choose a kind of key.').default('secret'),
    name: line('a name for the key', 100),
    scopes: z
      .array(scope)
      .default([])
      .transform((chosen) => [...new Set(chosen)]),
    origins: z
      .array(webOrigin)
      .max(50, 'Use at most 50 origins.')
      .default([])
      .transform((given) => [...new Set(given)]),
    expiresInDays: z
      .union(keyLifetimes.map((days) => z.literal(days)))
      .nullable()
      .default(null),
  })
  .superRefine(({ kind, scopes, origins }, context) => {
    const message = problemWithScopes(kind, scopes);
    if (message) context.addIssue({ code: 'custom', path: ['scopes'], message });
    if (kind === 'secret' && origins.length > 0)
      context.addIssue({ code: 'custom', path: ['origins'], message: 'Only public keys are limited to web pages.' });
  });

function problemWithScopes(kind: KeyKind, scopes: readonly AnyKeyScope[]): string | null {
  const ofPublicKeys: readonly AnyKeyScope[] = publicKeyScopes;
  if (kind === 'public') {
    const isMore = scopes.some((each) => !ofPublicKeys.includes(each));
    return isMore ? 'A public key can only collect events. Create a secret key for everything else.' : null;
  }
  return scopes.length === 0 ? 'Choose at least one scope.' : null;
}

export const apiKeyView = z.object({
  id,
  kind: z.enum(keyKinds),
  name: z.string(),
  /** Its first characters. */
  hint: z.string(),
  /** A public key itself; null for secret keys, and for public ones from before they were kept. */
  publicKey: z.string().nullable(),
  scopes: z.array(scope),
  /** Web pages that a public key is accepted from; none for any. */
  origins: z.array(z.string()),
  createdBy: z.string().nullable(),
  createdAt: timestamp,
  expiresAt: timestamp.nullable(),
  lastUsedAt: timestamp.nullable(),
  isExpired: z.boolean(),
});
export type ApiKeyView = z.output<typeof apiKeyView>;

/** A new key itself; a secret one is shown only this once. */
export const newApiKey = apiKeyView.extend({ secret: z.string() });
export type NewApiKey = z.output<typeof newApiKey>;

export const apiKeysRoutes = {
  list: route({
    id: 'api-keys.list',
    method: 'GET',
    path: '/api/api-keys',
    summary: 'Keys that are not revoked, newest first',
    permission: 'api-keys:read',
    response: z.object({ items: z.array(apiKeyView) }),
  }),
  create: route({
    id: 'api-keys.create',
    method: 'POST',
    path: '/api/api-keys',
    summary: 'Create a secret or a public key; a secret key itself is in this answer only',
    permission: 'api-keys:write',
    body: apiKeyInput,
    response: newApiKey,
    status: 201,
  }),
  rotate: route({
    id: 'api-keys.rotate',
    method: 'POST',
    path: '/api/api-keys/:id/rotate',
    summary: 'Replace a key by a new one with the same scopes; the old one works for 24 more hours',
    permission: 'api-keys:write',
    params: idParams,
    response: newApiKey,
    status: 201,
  }),
  revoke: route({
    id: 'api-keys.revoke',
    method: 'DELETE',
    path: '/api/api-keys/:id',
    summary: 'Revoke a key immediately and permanently',
    permission: 'api-keys:write',
    params: idParams,
  }),
  /** For integrators: `curl -H "Authorization: Bearer egx_…" …/api/key`. */
  current: route({
    id: 'key.get',
    method: 'GET',
    path: '/api/key',
    summary: 'The key of this request and its scopes',
    permission: 'key',
    response: apiKeyView
      .pick({ kind: true, name: true, scopes: true, expiresAt: true })
      .extend({ organization: z.object({ id, name: z.string() }) }),
  }),
};
