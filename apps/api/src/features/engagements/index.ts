import type { Feature } from '../../platform/feature.ts';
import { EngagementsModule } from './engagements.module.ts';
import { engagementsTables } from './engagements.tables.ts';

export { type ComposedMessage, ComposedMessages } from './composed-messages.ts';
export { EngagementsModule } from './engagements.module.ts';
export { replaceLinks } from './replace-links.ts';
export { TrackingTokens } from './tracking-token.ts';
export { visitIn } from './visits.ts';
export { Unsubscribes } from './unsubscribe.ts';

export const engagements: Feature = { module: EngagementsModule, tables: engagementsTables };
