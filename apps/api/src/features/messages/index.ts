import type { Feature } from '../../platform/feature.ts';
import { MessagesModule } from './messages.module.ts';
import { messagesTables } from './messages.tables.ts';

export const messages: Feature = { module: MessagesModule, tables: messagesTables };
