import { Images } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const images: Feature = {
  pages: [
    {
      path: '/templates/images',
      load: async () => (await import('./images-page.tsx')).ImagesPage,
      needs: 'templates:read',
      linkedFrom: { page: '/templates', name: 'Images', place: 10, icon: Images },
      palette: 'Images',
    },
  ],
  things: {
    images: { name: 'Images' },
  },
  actions: {
    'images.upload': 'Uploaded image',
    'images.fetch': 'Added image from the web',
    'images.update': 'Changed image',
    'images.delete': 'Deleted image',
    'images.restore': 'Restored image',
  },
};
