/** Who hosts the DNS of a domain, as far as we know its forms; `other` has the usual words. */
export const dnsHosts = [
  'cloudflare',
  'route53',
  'godaddy',
  'namecheap',
  'ionos',
  'squarespace',
  'google_cloud',
  'azure',
  'ovh',
  'hetzner',
  'digitalocean',
  'gandi',
  'strato',
  'wix',
  'other',
] as const;
export type DnsHostId = (typeof dnsHosts)[number];
