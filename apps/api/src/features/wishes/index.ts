import type { Feature } from '../../platform/feature.ts';
import { WishesModule } from './wishes.module.ts';
import { wishesTables } from './wishes.tables.ts';

export { erasedHashOf } from './erased-hash.ts';
export { noteCaller, noteOrigin } from './note-origin.ts';
export { reasonToSkip, reasonToSkipMessage, suppressionReasonOf } from './reason-to-skip.ts';
export { saveTopicWishes, topicsOfContact } from './wishes.queries.ts';

export const wishes: Feature = { module: WishesModule, tables: wishesTables };
