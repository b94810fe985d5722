import type { Feature } from '../../shared/feature.ts';

export const postmaster: Feature = {
  things: { postmaster: { name: 'Google Postmaster Tools' } },
  actions: {
    'postmaster.save': 'Connected Google Postmaster Tools as',
    'postmaster.delete': 'Disconnected Google Postmaster Tools from',
  },
};
