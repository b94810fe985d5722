import type { Feature } from '../../shared/feature.ts';

/** Shown on the pages of the rules. */
export const ruleReplays: Feature = {
  pages: [],
  things: { 'rule-replays': { name: 'Rules for past data' } },
  actions: {
    'rule-replays.check': 'Checked rules against past data:',
    'rule-replays.apply': 'Applied rules to past data:',
    'rule-replays.undo': 'Undid the application of rules to past data:',
  },
};
