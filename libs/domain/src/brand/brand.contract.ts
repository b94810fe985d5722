import { z } from 'zod';
import { brandKit } from '../documents/index.ts';
import { templatePreview } from '../templates/index.ts';
import { count, id, route, timestamp, version } from '../shared/index.ts';

/** How the mail of an organization looks. */
export const brandView = z.object({
  kit: brandKit,
  /** Nobody has chosen anything yet: the kit is made from the organization's color. */
  isDefault: z.boolean(),
  /** Templates that change with it. */
  templates: count,
  updatedAt: timestamp,
});
brandView.register(z.globalRegistry, { id: 'Brand' });
export type BrandView = z.output<typeof brandView>;

/** A template that the brand kit changes, with the scheduled campaign that sends it next. */
const affectedTemplate = z.object({
  id,
  name: z.string(),
  campaign: z.object({ id, name: z.string(), startsAt: timestamp.nullable() }).nullable(),
});

export const brandRoutes = {
  get: route({
    id: 'brand.get',
    method: 'GET',
    path: '/api/brand',
    summary: 'The brand kit: colors, logo, fonts, and how many templates use it',
    permission: 'templates:read',
    response: brandView,
  }),
  affected: route({
    id: 'brand.affected',
    method: 'GET',
    path: '/api/brand/templates',
    summary: 'The templates that a change of the brand kit changes, those that are scheduled first; at most 200',
    permission: 'templates:read',
    response: z.object({
      items: z.array(affectedTemplate),
      /** Campaigns that were not launched yet and lose their approval. */
      approvals: count,
    }),
  }),
  preview: route({
    id: 'brand.preview',
    method: 'POST',
    reads: true,
    path: '/api/brand/preview',
    summary: 'One visual template with the brand kit as it is, and with this one',
    permission: 'templates:read',
    body: z.object({ kit: brandKit, templateId: id }),
    response: z.object({ before: templatePreview, after: templatePreview }),
  }),
  save: route({
    id: 'brand.save',
    method: 'PUT',
    path: '/api/brand',
    summary:
      'Change the brand kit; visual templates follow it, campaigns already launched keep what they were launched with',
    permission: 'templates:write',
    body: z.object({ kit: brandKit, version }),
    response: brandView,
  }),
};
