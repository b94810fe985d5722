import type { Feature } from '../../shared/feature.ts';

export const linkHosts: Feature = {
  things: {
    'link-hosts': { name: 'Link hosts' },
  },
  actions: {
    'link-hosts.create': 'Added link host',
    'link-hosts.delete': 'Stopped using link host',
  },
};
