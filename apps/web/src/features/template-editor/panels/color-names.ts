import type { ColorRole } from '@engagex/domain/documents';

/** The brand's colors by what they are for. */
export const colorNames: Readonly<Record<ColorRole, string>> = {
  page: 'Page',
  surface: 'Surface',
  soft: 'Soft panel',
  text: 'Text',
  muted: 'Muted text',
  primary: 'Primary',
  onPrimary: 'On primary',
  accent: 'Accent',
  border: 'Border',
};
