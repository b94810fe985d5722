import type { DomainView } from '@engagex/domain/domains';
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';

type Spf = NonNullable<DomainView['spf']>;
type Dmarc = NonNullable<DomainView['dmarc']>;

const policyWords = {
  none: 'Messages that fail are delivered as usual.',
  quarantine: 'Messages that fail go to spam.',
  reject: 'Messages that fail are rejected.',
} as const;

/** What SPF and DMARC say about mail from the domain. */
export function PoliciesCard({ spf, dmarc }: Pick<DomainView, 'spf' | 'dmarc'>) {
  if (!spf && !dmarc) return null;
  return (
    <Card aria-label="SPF and DMARC">
      <CardHeader title="SPF and DMARC" state="As mailbox providers see them" />
      <CardBody className="grid gap-6 md:grid-cols-2">
        {spf && <SpfPart spf={spf} />}
        {dmarc && <DmarcPart dmarc={dmarc} />}
      </CardBody>
    </Card>
  );
}

function SpfPart({ spf: { name, record, lookups, voidLookups, faults } }: { spf: Spf }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium wrap-anywhere">SPF of {name}</h3>
      {record ? <Record text={record} /> : <p className="text-muted">No SPF record.</p>}
      {record && (
        <p className="text-sm text-muted">
          {formatCount(lookups, 'DNS lookup')} of 10 allowed
          {voidLookups > 0 && `, ${formatCount(voidLookups, 'empty answer')} of 2 allowed`}.
        </p>
      )}
      <Faults faults={faults} />
    </div>
  );
}

function DmarcPart({ dmarc }: { dmarc: Dmarc }) {
  const { record, at, isInherited, policy, isTesting, isDkimAligned, isSpfAligned, faults } = dmarc;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium">DMARC</h3>
      {record ? <Record text={record} /> : <p className="text-muted">No DMARC policy applies.</p>}
      {record && (
        <>
          <p className="text-sm text-muted wrap-anywhere">
            {at && (isInherited ? `Inherited from ${at}. ` : `At ${at}. `)}
            {policy && policyWords[policy]}{' '}
            {isTesting && 'It is still being tested (t=y), so it counts one step milder.'}
          </p>
          <Alignment isAligned={isDkimAligned}>DKIM signatures of this domain pass DMARC</Alignment>
          <Alignment isAligned={isSpfAligned}>The return path passes DMARC</Alignment>
        </>
      )}
      <Faults faults={faults} />
    </div>
  );
}

function Record({ text }: { text: string }) {
  return <code className="rounded-md bg-subtle px-2 py-1 font-mono text-sm wrap-anywhere">{text}</code>;
}

function Alignment({ isAligned, children }: { isAligned: boolean; children: ReactNode }) {
  const Icon = isAligned ? CircleCheck : CircleAlert;
  return (
    <p className="flex items-start gap-2 text-sm">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isAligned ? 'text-good' : 'text-warning'}`} />
      <span>
        {children}: <strong className="font-medium">{isAligned ? 'yes' : 'no'}</strong>
      </span>
    </p>
  );
}

function Faults({ faults }: Pick<Spf, 'faults'>) {
  return faults.map(({ code, words }) => (
    <p key={code} className="flex gap-2 text-sm wrap-anywhere">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      {words}
    </p>
  ));
}
