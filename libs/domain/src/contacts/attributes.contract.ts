import { z } from 'zod';
import { id, idParams, line, route, timestamp, version } from '../shared/index.ts';
import { attributeLimits, attributeTypes } from './attributes.ts';

/** The name of a custom attribute, as templates write it: `{{ contact.attributes.city }}`. */
export const attributeName = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'Use lower-case letters, digits and underscores, starting with a letter.')
  .refine((name) => name !== 'constructor', 'This name is reserved. Choose another.');

/** A name made of what people call it, as far as that is possible; empty when nothing of it is left. */
export function attributeNameFrom(words: string): string {
  const name = words
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 63);
  return attributeName.safeParse(name).success ? name : name && `${name}_value`;
}

const label = line('what people call it', 100);

export const attributeInput = z.object({ name: attributeName, label, type: z.enum(attributeTypes) });

export const attributeDefinitionView = z.object({
  id,
  name: z.string(),
  label: z.string(),
  type: z.enum(attributeTypes),
  position: z.int(),
  createdAt: timestamp,
  updatedAt: timestamp,
  deletedAt: timestamp.nullable(),
});
attributeDefinitionView.register(z.globalRegistry, { id: 'Attribute' });
export type AttributeDefinition = z.output<typeof attributeDefinitionView>;

export const attributesRoutes = {
  list: route({
    id: 'attributes.list',
    method: 'GET',
    path: '/api/attributes',
    summary: 'The custom attributes of contacts in their order, then the deleted ones that can be restored',
    permission: 'contacts:read',
    response: z.object({ items: z.array(attributeDefinitionView) }),
  }),
  create: route({
    id: 'attributes.create',
    method: 'POST',
    path: '/api/attributes',
    summary: 'Define an attribute; its name and type cannot be changed later',
    permission: 'contacts:write',
    body: attributeInput,
    response: attributeDefinitionView,
    status: 201,
  }),
  update: route({
    id: 'attributes.update',
    method: 'PATCH',
    path: '/api/attributes/:id',
    summary: 'Rename an attribute or move it to another position, counted from 0',
    permission: 'contacts:write',
    params: idParams,
    body: z.strictObject({
      label: label.optional(),
      position: z.int().min(0).max(attributeLimits.definitions).optional(),
      version,
    }),
    response: attributeDefinitionView,
  }),
  delete: route({
    id: 'attributes.delete',
    method: 'DELETE',
    path: '/api/attributes/:id',
    summary: 'Delete an attribute; contacts keep their values, and it can be restored with them',
    permission: 'contacts:write',
    params: idParams,
  }),
  restore: route({
    id: 'attributes.restore',
    method: 'POST',
    path: '/api/attributes/:id/restore',
    summary: 'Restore a deleted attribute with its values',
    permission: 'contacts:write',
    params: idParams,
    response: attributeDefinitionView,
  }),
};
