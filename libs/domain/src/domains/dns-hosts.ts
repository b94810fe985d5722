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

export interface DnsHost {
  readonly id: DnsHostId;
  readonly name: string;
  /** What its form calls the fields. */
  readonly fields: { readonly type: string; readonly name: string; readonly value: string; readonly priority: string };
  /** Which form of the name its form wants: it adds the zone itself (`relative`), or takes the whole name. */
  readonly nameForm: 'relative' | 'absolute';
  /** What the zone itself is called in the field for the name. */
  readonly apex: string;
  /** Whether a long text is pasted whole, or in quoted strings of at most 255 characters. */
  readonly longText: 'whole' | 'strings';
  /** Whether a target needs a dot at its end to be a whole name. */
  readonly targetDot: boolean;
  /** Whether it takes names with underscores, which `_domainkey` and `_dmarc` need. */
  readonly takesUnderscores: boolean;
  /** What else people trip over. */
  readonly advice: string | null;
}

interface KnownHost extends DnsHost {
  /** How the names of its name servers look. */
  readonly nameServers: RegExp;
}

const usual = {
  fields: { type: 'Type', name: 'Name', value: 'Value', priority: 'Priority' },
  nameForm: 'relative',
  apex: '@',
  longText: 'whole',
  targetDot: false,
  takesUnderscores: true,
  advice: null,
} as const;

const hostField = { ...usual.fields, name: 'Host' } as const;

const known: readonly KnownHost[] = [
  {
    ...usual,
    id: 'cloudflare',
    name: 'Cloudflare',
    nameServers: /\.ns\.cloudflare\.com$/,
    fields: { type: 'Type', name: 'Name', value: 'Content', priority: 'Priority' },
    advice: 'Set the proxy status of CNAME records to “DNS only”.',
  },
  {
    ...usual,
    id: 'route53',
    name: 'Amazon Route 53',
    nameServers: /\.awsdns-\d+\.(com|net|org|co\.uk)$/,
    fields: { type: 'Record type', name: 'Record name', value: 'Value', priority: 'Value' },
    apex: '',
    longText: 'strings',
    advice: 'Put texts in double quotes, and the priority of an MX record in front of its server.',
  },
  {
    ...usual,
    id: 'godaddy',
    name: 'GoDaddy',
    nameServers: /\.domaincontrol\.com$/,
    advice: 'Enter the name without your domain; GoDaddy adds it.',
  },
  {
    ...usual,
    id: 'namecheap',
    name: 'Namecheap',
    nameServers: /\.(registrar-servers|namecheaphosting)\.com$/,
    fields: hostField,
    advice: 'MX records are under “Mail settings”: choose “Custom MX” first.',
  },
  {
    ...usual,
    id: 'ionos',
    name: 'IONOS',
    nameServers: /\.ui-dns\.(com|org|de|biz)$/,
    fields: { type: 'Type', name: 'Host name', value: 'Value', priority: 'Priority' },
    advice: 'If IONOS has entered mail records of its own under the same name, delete them first.',
  },
  {
    ...usual,
    id: 'squarespace',
    name: 'Squarespace Domains',
    nameServers: /\.(squarespacedns\.com|googledomains\.com|domains\.squarespace\.com)$/,
    fields: { type: 'Type', name: 'Host', value: 'Data', priority: 'Priority' },
  },
  {
    ...usual,
    id: 'google_cloud',
    name: 'Google Cloud DNS',
    nameServers: /^ns-cloud-[a-e]\d\.googledomains\.com$/,
    fields: { type: 'Resource record type', name: 'DNS name', value: 'Data', priority: 'Data' },
    apex: '',
    longText: 'strings',
    targetDot: true,
    advice: 'Put texts in double quotes, and the priority of an MX record in front of its server.',
  },
  {
    ...usual,
    id: 'azure',
    name: 'Azure DNS',
    nameServers: /\.azure-dns\.(com|net|org|info)$/,
    fields: { type: 'Type', name: 'Name', value: 'Value', priority: 'Preference' },
  },
  {
    ...usual,
    id: 'ovh',
    name: 'OVHcloud',
    nameServers: /\.(ovh\.(net|ca)|anycast\.me)$/,
    fields: { type: 'Type', name: 'Sub-domain', value: 'Target', priority: 'Priority' },
    apex: '',
    targetDot: true,
    advice: 'End targets with a dot, or OVHcloud adds your domain to them.',
  },
  {
    ...usual,
    id: 'hetzner',
    name: 'Hetzner',
    nameServers: /\.ns\.hetzner\.(com|de)$|^(robotns\d|ns\d\.first-ns|second-ns|oxygen|helium|hydrogen)\./,
    targetDot: true,
    advice: 'End targets with a dot, or Hetzner adds your domain to them.',
  },
  {
    ...usual,
    id: 'digitalocean',
    name: 'DigitalOcean',
    nameServers: /^ns\d\.digitalocean\.com$/,
    fields: { type: 'Type', name: 'Hostname', value: 'Value', priority: 'Priority' },
    targetDot: true,
    advice: 'End targets with a dot, or DigitalOcean adds your domain to them.',
  },
  {
    ...usual,
    id: 'gandi',
    name: 'Gandi',
    nameServers: /\.gandi\.net$/,
    targetDot: true,
    advice: 'End targets with a dot, or Gandi adds your domain to them.',
  },
  {
    ...usual,
    id: 'strato',
    name: 'STRATO',
    nameServers: /\.(rzone\.de|strato\.de)$/,
    fields: { type: 'Type', name: 'Prefix', value: 'Value', priority: 'Priority' },
    advice: 'TXT and CNAME records of subdomains are under “Manage DNS”: choose “TXT and CNAME records”.',
  },
  {
    ...usual,
    id: 'wix',
    name: 'Wix',
    nameServers: /\.wixdns\.net$/,
    fields: { type: 'Type', name: 'Host name', value: 'Value', priority: 'Priority' },
    takesUnderscores: true,
    advice: 'MX records of subdomains can only be added by Wix support.',
  },
];

const other: DnsHost = { ...usual, id: 'other', name: 'your DNS host' };

/** The host whose name servers these are. */
export function dnsHostOf(nameServers: readonly string[]): DnsHost {
  // Google Cloud before Squarespace, which took over the domains of Google and names like theirs.
  const inOrder = known.toSorted((a, b) => Number(b.id === 'google_cloud') - Number(a.id === 'google_cloud'));
  const host = inOrder.find((each) => nameServers.some((name) => each.nameServers.test(name.toLowerCase())));
  return host ?? other;
}

/** The host of this id. */
export function dnsHostNamed(id: DnsHostId): DnsHost {
  return known.find((each) => each.id === id) ?? other;
}

/** What goes into each field of a host's form for a record. */
export interface FieldsOfHost {
  readonly name: string;
  readonly value: string;
  readonly priority: string | null;
}

/** `nameInZone` is the name without the zone, `@` for the zone itself. */
export function fieldsFor(
  host: DnsHost,
  record: {
    readonly type: string;
    readonly name: string;
    readonly nameInZone: string;
    readonly value: string;
    readonly strings: readonly string[];
    readonly priority: number | null;
  },
): FieldsOfHost {
  const { type, priority } = record;
  const name = host.nameForm === 'absolute' ? record.name : record.nameInZone === '@' ? host.apex : record.nameInZone;
  const target = host.targetDot ? `${record.value}.` : record.value;
  if (type === 'CNAME') return { name, value: target, priority: null };
  if (type === 'MX')
    return host.fields.priority === host.fields.value
      ? { name, value: `${priority ?? 0} ${target}`, priority: null }
      : { name, value: target, priority: String(priority ?? 0) };
  const quoted = record.strings.map((string) => `"${string}"`).join(' ');
  return { name, value: host.longText === 'strings' ? quoted : record.value, priority: null };
}
