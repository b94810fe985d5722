import type { Feature } from '../../platform/feature.ts';
import { BounceMailboxesModule } from './bounce-mailboxes.module.ts';
import { bounceMailboxesTables } from './bounce-mailboxes.tables.ts';
import { bounceMailboxesContents } from './bounce-mailboxes.contents.ts';

export const bounceMailboxes: Feature = {
  module: BounceMailboxesModule,
  tables: bounceMailboxesTables,
  contents: bounceMailboxesContents,
};
