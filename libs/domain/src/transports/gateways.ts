/** Security gateways that receive mail in place of a mailbox provider, and follow links before anybody reads them. */
export const gateways = ['proofpoint', 'mimecast', 'barracuda', 'microsoft', 'cisco', 'symantec'] as const;
export type Gateway = (typeof gateways)[number];

const families: readonly (readonly [suffix: string, gateway: Gateway])[] = [
  ['pphosted.com', 'proofpoint'],
  ['ppe-hosted.com', 'proofpoint'],
  ['gpphosted.com', 'proofpoint'],
  ['mimecast.com', 'mimecast'],
  ['mimecast.co.za', 'mimecast'],
  ['mimecast-offshore.com', 'mimecast'],
  ['barracudanetworks.com', 'barracuda'],
  // Of organizations; mailboxes of outlook.com itself are at olc.protection.outlook.com.
  ['mail.protection.outlook.com', 'microsoft'],
  ['mx.microsoft', 'microsoft'],
  ['iphmx.com', 'cisco'],
  ['messagelabs.com', 'symantec'],
];

/** The gateway in front of a domain's mailboxes, by its mail exchangers in their order of preference; null for none. */
export function gatewayOf(exchanges: readonly string[]): Gateway | null {
  const first = exchanges[0]?.toLowerCase().replace(/\.$/, '') ?? '';
  return families.find(([suffix]) => first === suffix || first.endsWith(`.${suffix}`))?.[1] ?? null;
}
