import type { NeededRecord } from './records-to-publish.ts';
import type { RecordFault } from './record-faults.ts';

/** A name where a record ends up by a known mistake. */
export interface MistakenName {
  readonly name: string;
  readonly fault: RecordFault;
}

/** Where to look for a record that is not at its name. `zone` is the one the domain is in; `selectors` those of the domain. */
export function mistakenNamesOf(
  { name, purpose, type }: Pick<NeededRecord, 'name' | 'purpose' | 'type'>,
  {
    domain,
    zone,
    selectors,
  }: { readonly domain: string; readonly zone: string; readonly selectors: readonly string[] },
): MistakenName[] {
  const prefix = name.slice(0, -domain.length - 1);
  const names: MistakenName[] = [
    { name: `${name}.${zone}`, fault: 'name_doubled' },
    { name: `${name}.${domain}`, fault: 'name_doubled' },
  ];
  if (domain !== zone) names.push({ name: `${prefix}.${zone}`, fault: 'name_too_short' });
  if (prefix.includes('_'))
    names.push({ name: `${prefix.replaceAll('_', '')}.${domain}`, fault: 'name_without_underscore' });
  if (type === 'CNAME' || (type === 'TXT' && purpose !== 'return_path')) names.push({ name: domain, fault: 'at_apex' });
  if (purpose === 'dkim')
    for (const selector of selectors) names.push({ name: `${selector}._domainkey.${domain}`, fault: 'wrong_selector' });
  const seen = new Set([name]);
  return names.filter((each) => !seen.has(each.name) && seen.add(each.name));
}
