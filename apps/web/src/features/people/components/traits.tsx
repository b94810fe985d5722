import type { PersonDetail } from '@engagex/domain/people';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';

/** What servers and browsers said of a person, kept apart. */
export function Traits({ person: { traits, claimedTraits } }: { person: PersonDetail }) {
  return (
    <>
      <TraitsCard title="Traits" state="Sent by your servers with a secret key" traits={traits} />
      <TraitsCard
        title="Unverified traits"
        state="Sent by a browser, where anybody can make up values"
        traits={claimedTraits}
      />
    </>
  );
}

interface TraitsCardProps {
  readonly title: string;
  readonly state: string;
  readonly traits: Readonly<Record<string, unknown>>;
}

function TraitsCard({ title, state, traits }: TraitsCardProps) {
  const named = Object.entries(traits).filter(([, value]) => value !== null);
  if (named.length === 0) return null;
  return (
    <Card>
      <CardHeader title={title} state={state} />
      <CardBody>
        <dl className="grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-[10rem_1fr]">
          {named.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="wrap-anywhere text-muted">{name}</dt>
              <dd className="-mt-2 min-w-0 wrap-anywhere sm:mt-0">
                {typeof value === 'string' ? value : JSON.stringify(value)}
              </dd>
            </div>
          ))}
        </dl>
      </CardBody>
    </Card>
  );
}
