import type { Feature } from '../../platform/feature.ts';
import { EventExportsModule } from './event-exports.module.ts';
import { eventExportsTables } from './event-exports.tables.ts';
import { eventExportsContents } from './event-exports.contents.ts';

export const eventExports: Feature = {
  module: EventExportsModule,
  tables: eventExportsTables,
  contents: eventExportsContents,
};
