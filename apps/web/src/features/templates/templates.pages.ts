import { LayoutTemplate } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const templates: Feature = {
  pages: [
    {
      path: '/templates',
      load: async () => (await import('./templates-page.tsx')).TemplatesPage,
      needs: 'templates:read',
      navigation: { name: 'Templates', place: 30, icon: LayoutTemplate, key: 't' },
    },
    {
      path: '/templates/new',
      load: async () => (await import('./new-template-page.tsx')).NewTemplatePage,
      needs: 'templates:write',
      begins: { name: 'New template', icon: LayoutTemplate },
    },
    {
      path: '/templates/:id',
      load: async () => (await import('./template-page.tsx')).TemplatePage,
      needs: 'templates:read',
    },
    {
      path: '/templates/:id/convert',
      load: async () => (await import('./convert-template-page.tsx')).ConvertTemplatePage,
      needs: 'templates:write',
    },
  ],
  search: {
    heading: 'Templates',
    place: 20,
    needs: 'templates:read',
    load: async () => (await import('./find-templates.ts')).findTemplates,
  },
  things: {
    templates: { name: 'Templates', one: 'template', href: (id) => `/templates/${id}` },
  },
  actions: {
    'templates.create': 'Created template',
    'templates.update': 'Changed template',
    'templates.delete': 'Deleted template',
    'templates.restore': 'Restored template',
  },
};
