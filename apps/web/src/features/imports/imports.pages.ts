import { FileUp, History } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const imports: Feature = {
  pages: [
    {
      path: '/contacts/imports',
      load: async () => (await import('./imports-page.tsx')).ImportsPage,
      needs: 'contacts:read',
      palette: 'Imports',
      linkedFrom: { page: '/contacts', name: 'Imports', place: 60, icon: History },
    },
    {
      path: '/contacts/import',
      load: async () => (await import('./import-page.tsx')).ImportPage,
      needs: 'contacts:write',
      begins: { name: 'Import contacts', icon: FileUp },
    },
    {
      path: '/contacts/imports/:id',
      load: async () => (await import('./import-report-page.tsx')).ImportReportPage,
      needs: 'contacts:read',
    },
  ],
  things: {
    imports: { name: 'Imports', one: 'import', href: (id) => `/contacts/imports/${id}` },
  },
  actions: {
    'imports.upload': 'Uploaded file',
    'imports.reread': 'Changed the file format of',
    'imports.rehearse': 'Checked the import of',
    'imports.undo': 'Undid the import of',
    'imports.start': 'Started the import of',
    'imports.cancel': 'Cancelled the import of',
  },
};
