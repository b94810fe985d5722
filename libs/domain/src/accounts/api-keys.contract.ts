import { z } from 'zod';
import { id, idParams, line, route, timestamp } from '../shared/index.ts';
import { keyScopes } from './policy.ts';

/** How every secret key begins, so that people and scanners recognize one. */
export const keyPrefix = 'egx_';

/** Days until a new key ends by itself; null for never. */
export const keyLifetimes = [30, 90, 365] as const;

const scopes = z
  .array(z.enum(keyScopes))
  .min(1, 'Choose at least one thing the key may do.')
  .transform((chosen) => [...new Set(chosen)]);

export const apiKeyInput = z.object({
  name: line('a name for the key', 100),
  scopes,
  expiresInDays: z
    .union(keyLifetimes.map((days) => z.literal(days)))
    .nullable()
    .default(null),
});

export const apiKeyView = z.object({
  id,
  name: z.string(),
  hint: z.string(),
  scopes: z.array(z.enum(keyScopes)),
  createdBy: z.string().nullable(),
  createdAt: timestamp,
  expiresAt: timestamp.nullable(),
  lastUsedAt: timestamp.nullable(),
  isExpired: z.boolean(),
});
export type ApiKeyView = z.output<typeof apiKeyView>;

/** A new key with its secret, which is told this once and never again. */
export const newApiKey = apiKeyView.extend({ secret: z.string() });
export type NewApiKey = z.output<typeof newApiKey>;

export const apiKeysRoutes = {
  list: route({
    id: 'api-keys.list',
    method: 'GET',
    path: '/api/api-keys',
    summary: 'Secret keys that were not revoked, newest first',
    permission: 'api-keys:read',
    response: z.object({ items: z.array(apiKeyView) }),
  }),
  create: route({
    id: 'api-keys.create',
    method: 'POST',
    path: '/api/api-keys',
    summary: 'Create a secret key; its secret is in this answer only',
    permission: 'api-keys:write',
    body: apiKeyInput,
    response: newApiKey,
    status: 201,
  }),
  rotate: route({
    id: 'api-keys.rotate',
    method: 'POST',
    path: '/api/api-keys/:id/rotate',
    summary: 'A new key that may do the same; the old one works for 24 more hours',
    permission: 'api-keys:write',
    params: idParams,
    response: newApiKey,
    status: 201,
  }),
  revoke: route({
    id: 'api-keys.revoke',
    method: 'DELETE',
    path: '/api/api-keys/:id',
    summary: 'End a key at once and for good',
    permission: 'api-keys:write',
    params: idParams,
  }),
};
