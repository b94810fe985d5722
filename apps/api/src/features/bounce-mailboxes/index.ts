import type { Feature } from '../../platform/feature.ts';
import { BounceMailboxesModule } from './bounce-mailboxes.module.ts';
import { bounceMailboxesTables } from './bounce-mailboxes.tables.ts';

export const bounceMailboxes: Feature = { module: BounceMailboxesModule, tables: bounceMailboxesTables };
