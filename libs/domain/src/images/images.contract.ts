import { z } from 'zod';
import {
  count,
  id,
  idParams,
  line,
  pageOf,
  pageQuery,
  route,
  searchText,
  timestamp,
  version,
} from '../shared/index.ts';
import { imageLimits, imageTypes } from './image-limits.ts';

/** A picture for messages. `url` leads to these very bytes for good. */
export const imageView = z.object({
  id,
  url: z.string(),
  name: z.string(),
  /** What stands in for it where it is not shown; empty for a mere decoration. */
  alt: z.string(),
  type: z.enum(imageTypes),
  width: count,
  height: count,
  /** More than one in an animation. */
  frames: count,
  bytes: count,
  createdAt: timestamp,
  updatedAt: timestamp,
});
imageView.register(z.globalRegistry, { id: 'Image' });
export type ImageView = z.output<typeof imageView>;

const alt = z.string().trim().max(imageLimits.altCharacters, `Use at most ${imageLimits.altCharacters} characters.`);

export const imageInput = z.object({ name: line('a name for the image', imageLimits.nameCharacters), alt });

const webAddress = z
  .string('Enter the address of an image.')
  .trim()
  .max(2_000, 'Use at most 2,000 characters.')
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'Enter the address of an image, such as https://example.com/summer.jpg.',
  );

export const imagesRoutes = {
  list: route({
    id: 'images.list',
    method: 'GET',
    path: '/api/images',
    summary: 'Images, newest first; `search` is part of a name or alternative text',
    permission: 'templates:read',
    query: pageQuery.extend({ search: searchText }),
    response: pageOf(imageView),
  }),
  upload: route({
    id: 'images.upload',
    method: 'POST',
    path: '/api/images',
    summary:
      'Upload an image (JPEG, PNG, GIF, WebP, AVIF, TIFF or SVG, at most 20 MB); it becomes a JPEG, PNG or GIF of at most 1,280 pixels in width, without metadata. The same image is stored once',
    permission: 'templates:write',
    upload: true,
    response: imageView,
    status: 201,
  }),
  fetch: route({
    id: 'images.fetch',
    method: 'POST',
    path: '/api/images/from-url',
    summary: 'Copy an image from the web, as if it was uploaded',
    permission: 'templates:write',
    body: z.object({ url: webAddress }),
    response: imageView,
    status: 201,
  }),
  get: route({
    id: 'images.get',
    method: 'GET',
    path: '/api/images/:id',
    summary: 'One image',
    permission: 'templates:read',
    params: idParams,
    response: imageView,
  }),
  update: route({
    id: 'images.update',
    method: 'PATCH',
    path: '/api/images/:id',
    summary: 'Change the name or the alternative text of an image; messages made before keep theirs',
    permission: 'templates:write',
    params: idParams,
    body: imageInput.partial().extend({ version }),
    response: imageView,
  }),
  uses: route({
    id: 'images.uses',
    method: 'GET',
    path: '/api/images/:id/uses',
    summary: 'What shows an image: templates, campaigns and the brand kit, at most 20 of `total`',
    permission: 'templates:read',
    params: idParams,
    response: z.object({
      items: z.array(z.object({ kind: z.string(), id, name: z.string() })),
      total: count,
    }),
  }),
  delete: route({
    id: 'images.delete',
    method: 'DELETE',
    path: '/api/images/:id',
    summary: 'Delete an image that nothing shows; it can be restored for seven days',
    permission: 'templates:write',
    params: idParams,
  }),
  restore: route({
    id: 'images.restore',
    method: 'POST',
    path: '/api/images/:id/restore',
    summary: 'Restore a deleted image',
    permission: 'templates:write',
    params: idParams,
    response: imageView,
  }),
};
