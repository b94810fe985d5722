import type { Feature } from '../../platform/feature.ts';
import { PreferencesModule } from './preferences.module.ts';
import { preferencesTables } from './preferences.tables.ts';

export { erasedHashOf } from './erased-hash.ts';
export { noteCaller, noteOrigin } from './note-origin.ts';
export { reasonToSkip, reasonToSkipMessage, suppressionReasonOf } from './reason-to-skip.ts';
export { saveTopicPreferences, topicsOfContact } from './preferences.queries.ts';

export const preferences: Feature = { module: PreferencesModule, tables: preferencesTables };
