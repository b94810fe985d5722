import type { Feature } from '../../shared/feature.ts';

export const domains: Feature = {
  pages: [
    {
      path: '/settings/domains',
      load: async () => (await import('./domains-page.tsx')).DomainsPage,
      needs: 'domains:read',
      settings: { name: 'Sending domains', place: 35, group: 'sending' },
    },
    {
      path: '/settings/domains/:id',
      load: async () => (await import('./domain-page.tsx')).DomainPage,
      needs: 'domains:read',
    },
  ],
  // Whoever looks after the DNS has no account; the link is all they have.
  publicPages: [{ path: '/dns/:token', load: async () => (await import('./dns-page.tsx')).DnsPage }],
  things: {
    domains: { name: 'Sending domains', one: 'domain', href: (id) => `/settings/domains/${id}` },
    'domain-limits': { name: 'Limits of sending domains' },
  },
  actions: {
    'domains.create': 'Added sending domain',
    'domains.set-return-path': 'Changed where bounces go for',
    'domains.rotate-key': 'Rotated the key of',
    'domains.create-link': 'Created a link to the DNS records of',
    'domains.revoke-link': 'Revoked the link to the DNS records of',
    'domains.delete': 'Deleted sending domain',
    'domain-limits.create': 'Limited sending domain',
    'domain-limits.update': 'Changed the limit for sending domain',
    'domain-limits.delete': 'Deleted the limit for sending domain',
  },
};
