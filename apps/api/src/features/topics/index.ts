import type { Feature } from '../../platform/feature.ts';
import { TopicsModule } from './topics.module.ts';
import { topicsTables } from './topics.tables.ts';

export const topics: Feature = { module: TopicsModule, tables: topicsTables };
