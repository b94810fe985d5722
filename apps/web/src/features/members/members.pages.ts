import type { Feature } from '../../shared/feature.ts';

export const members: Feature = {
  pages: [
    {
      path: '/settings/members',
      load: async () => (await import('./members-page.tsx')).MembersPage,
      needs: 'members:read',
      settings: { name: 'Members', place: 20, group: 'access' },
    },
  ],
  things: {
    members: { name: 'Members' },
    invitations: { name: 'Invitations' },
  },
  actions: {
    'members.change-role': 'Changed the role of',
    'members.remove': 'Removed member',
    'members.transfer': 'Transferred ownership to',
    'members.leave': 'Left the organization',
    'invitations.create': 'Invited',
    'invitations.resend': 'Resent the invitation to',
    'invitations.revoke': 'Withdrew the invitation for',
    'invitations.accept': 'Accepted the invitation for',
  },
};
