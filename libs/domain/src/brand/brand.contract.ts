import { z } from 'zod';
import { brandKit } from '../documents/index.ts';
import { count, route, timestamp, version } from '../shared/index.ts';

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

export const brandRoutes = {
  get: route({
    id: 'brand.get',
    method: 'GET',
    path: '/api/brand',
    summary: 'The brand kit: colors, logo, fonts, and how many templates use it',
    permission: 'templates:read',
    response: brandView,
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
