import { type DnsHost, type DnsHostId, dnsHostNamed, dnsHosts, type RecordView } from '@engagex/domain/domains';
import { Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { saveFile } from '../../../shared/files.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { RecordItem } from './record-item.tsx';

interface RecordsCardProps {
  readonly domain: string;
  readonly records: readonly RecordView[];
  /** Who hosts the DNS, as far as its name servers tell. */
  readonly dnsHost: { readonly id: DnsHostId; readonly name: string; readonly nameServers: readonly string[] } | null;
  readonly zoneFile: string;
  readonly action?: ReactNode;
}

const hostOptions = dnsHosts.map((id) => ({
  value: id,
  label: id === 'other' ? 'Another host' : dnsHostNamed(id).name,
}));

/** The records of a domain, in the words of its DNS host. */
export function RecordsCard({ domain, records, dnsHost, zoneFile, action }: RecordsCardProps) {
  const [chosen, setChosen] = useState<DnsHostId | null>(null);
  const host = dnsHostNamed(chosen ?? dnsHost?.id ?? 'other');
  const published = records.filter(({ standing }) => standing === 'published').length;
  const ordered = records.toSorted((one, other) => Number(other.isRequired) - Number(one.isRequired));
  return (
    <Card aria-label="DNS records">
      <CardHeader
        title="DNS records"
        state={`${published} of ${records.length} published`}
        action={
          <div className="flex flex-wrap items-center gap-2">
            <Button
              size="small"
              icon={Download}
              onClick={() => saveFile(`${domain}.zone.txt`, new Blob([zoneFile], { type: 'text/plain' }))}
            >
              Zone file
            </Button>
            {action}
          </div>
        }
      />
      <div className="grid gap-x-6 gap-y-2 border-b border-line px-4 py-3 md:grid-cols-[16rem_1fr]">
        <Field label="DNS host">
          <Select options={hostOptions} value={chosen ?? dnsHost?.id ?? 'other'} onChange={setChosen} />
        </Field>
        <div className="flex flex-col justify-center text-sm text-muted">
          {dnsHost && dnsHost.id !== 'other' && (
            <p>
              The name servers of {domain} belong to {dnsHost.name}.
            </p>
          )}
          <p>
            {namesWords(host)} {host.advice}
          </p>
          {!host.takesUnderscores && (
            <p>This host refuses names with underscores. Use another DNS host for the domain, or ask its support.</p>
          )}
        </div>
      </div>
      <ol className="divide-y divide-line">
        {ordered.map((record) => (
          <RecordItem key={record.key} record={record} host={host} />
        ))}
      </ol>
    </Card>
  );
}

function namesWords({ id, nameForm }: DnsHost): string {
  if (id === 'other')
    return 'Most hosts add the domain to the name themselves. If yours does not, use the whole name under “Other forms of this record”.';
  return nameForm === 'relative' ? 'Enter names as shown: the host adds the domain itself.' : 'Enter whole names.';
}
