import type { Feature } from '../../shared/feature.ts';

export const bounceMailboxes: Feature = {
  things: {
    'bounce-mailboxes': { name: 'Bounce mailboxes' },
  },
  actions: {
    'bounce-mailboxes.create': 'Added bounce mailbox',
    'bounce-mailboxes.update': 'Changed bounce mailbox',
    'bounce-mailboxes.test': 'Tested bounce mailbox',
    'bounce-mailboxes.delete': 'Deleted bounce mailbox',
    'bounce-mailboxes.restore': 'Restored bounce mailbox',
  },
};
