import { imagesRoutes } from '@engagex/domain/images';
import { serve, uploadImage } from '../../../testing/images.ts';
import { drawing } from '../../../testing/made-images.ts';
import type { TestMember } from '../../../testing/test-api.ts';
import { type Changes, deleted, inLog } from './change.ts';

const image = async (owner: TestMember) => (await uploadImage(owner, await drawing(10, 10), 'Logo.png')).id;
const entry = inLog('images', 'Logo');

export const imageChanges: Changes = {
  'images.upload': {
    act: image,
    entry: { ...entry, before: null, after: { name: 'Logo', type: 'image/png', width: 10 } },
  },
  'images.fetch': {
    act: async (owner) => {
      const picture = await drawing(10, 10);
      const web = await serve((_request, response) => void response.end(picture));
      await owner.call(imagesRoutes.fetch, { url: `${web.url}/Logo.png` });
      await web.close();
    },
    entry,
  },
  'images.update': {
    arrange: image,
    act: (owner, id) => owner.call(imagesRoutes.update, { id, alt: 'A red square' }),
    entry: { ...entry, after: { alt: 'A red square' } },
  },
  'images.delete': {
    arrange: image,
    act: (owner, id) => owner.call(imagesRoutes.delete, { id }),
    entry: { ...entry, before: { name: 'Logo' }, after: null },
  },
  'images.restore': {
    arrange: deleted(image, '/api/images'),
    act: (owner, id) => owner.call(imagesRoutes.restore, { id }),
    entry: { ...entry, before: null, after: { name: 'Logo' } },
  },
};
