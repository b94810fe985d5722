import type { Feature } from '../../platform/feature.ts';
import { RuleReplaysModule } from './rule-replays.module.ts';
import { ruleReplaysTables } from './rule-replays.tables.ts';

export const ruleReplays: Feature = { module: RuleReplaysModule, tables: ruleReplaysTables };
