import type { Table } from '../../platform/tables/table.ts';

export const ruleReplaysTables: readonly Table[] = [
  {
    name: 'rule_replays',
    audit: { noun: 'rule-replays', label: 't.kind' },
    stop: `delete from rule_replays where state in ('checking', 'applying', 'undoing')`,
  },
];
