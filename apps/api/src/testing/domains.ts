import { domainsRoutes, type DomainView } from '@engagex/domain/domains';
import { vi } from 'vitest';
import type { DnsZones } from './dns-zones.ts';
import type { TestMember } from './test-api.ts';

/** Publishes what a domain asks for, or some of it; texts as one value, however long. */
export function publishRecords(dns: DnsZones, { domain, records }: DomainView, ...keys: readonly string[]): void {
  dns.zones[domain] = { NS: ['ns.host.example'], ...dns.zones[domain] };
  for (const { key, name, type, value, priority } of records) {
    if (keys.length > 0 && !keys.includes(key)) continue;
    dns.zones[name] = { ...dns.zones[name], [type]: [type === 'MX' ? `${priority} ${value}` : value] };
  }
}

/** Adds a domain, publishes its records and has them found. */
export async function verifiedDomain(
  { dns, check }: { readonly dns: DnsZones; readonly check: (member: TestMember, id: string) => Promise<void> },
  member: TestMember,
  domain: string,
): Promise<DomainView> {
  const added = await member.call(domainsRoutes.create, { domain });
  publishRecords(dns, added);
  // The worker looks as well, and what it found before they were published may be stored last.
  return vi.waitFor(
    async () => {
      await check(member, added.id);
      const found = await member.call(domainsRoutes.get, { id: added.id });
      if (found.state !== 'verified') throw new Error(`${domain} is ${found.state}.`);
      return found;
    },
    { timeout: 15_000 },
  );
}
