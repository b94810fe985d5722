import { attributionLimits, attributionsRoutes, type CampaignAttribution } from '@engagex/domain/attributions';
import { useQuery } from '@tanstack/react-query';
import { Target } from 'lucide-react';
import { useState } from 'react';
import { formatAmount, formatCount, formatNumber, formatShare } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { Stat } from '../../../ui/stat.tsx';
import { wordsForRules } from './conversion-words.ts';
import { GoalDialog } from './goal-dialog.tsx';

/** What people bought after a campaign, each currency by itself. */
export function RevenueCard({ campaignId }: { campaignId: string }) {
  const query = useQuery(routeQuery(attributionsRoutes.ofCampaign, { id: campaignId }));
  const canEdit = useCan('campaigns:write');
  const canSeePeople = useCan('contacts:read');
  const [isNaming, setNaming] = useState(false);
  const { data } = query;
  return (
    <Card aria-label="Conversions and revenue">
      <CardHeader
        title="Conversions and revenue"
        state={data && `“${data.eventName}” ${wordsForRules(data.rules)}; the last one before it counts`}
        action={
          data && (
            <div className="flex flex-wrap gap-2">
              {canEdit && (
                <Button size="small" icon={Target} onClick={() => setNaming(true)}>
                  Goal
                </Button>
              )}
              {canSeePeople && data.conversions > 0 && (
                <ButtonLink size="small" href={`/campaigns/${campaignId}/conversions`}>
                  Show {formatCount(data.conversions, 'conversion')}
                </ButtonLink>
              )}
            </div>
          )
        }
      />
      <CardBody className="flex flex-col gap-4">
        {query.error && !data && (
          <ErrorState
            error={query.error}
            what="Conversions could not be loaded."
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && <SkeletonLines label="Loading conversions" lines={3} />}
        {data && (data.conversions === 0 ? <Nothing of={data} /> : <Results of={data} />)}
        {data && <GoalDialog campaignId={campaignId} of={data} open={isNaming} onOpenChange={setNaming} />}
      </CardBody>
    </Card>
  );
}

function Nothing({ of: { eventName } }: { of: CampaignAttribution }) {
  return (
    <p className="py-4 text-center text-balance text-muted">
      No conversions yet. They appear here when contacts of this campaign click and then “{eventName}” events arrive
      from your website or server.
    </p>
  );
}

function Results({ of }: { of: CampaignAttribution }) {
  const { conversions, converted, accepted, undecided, revenue, variants } = of;
  return (
    <>
      <dl className="grid gap-3 sm:grid-cols-2 md:grid-cols-3">
        <Stat
          label="Conversions"
          value={formatNumber(conversions)}
          detail={`by ${formatCount(converted, 'recipient')}, ${formatShare(converted, accepted)} of accepted`}
        />
        {revenue.map(({ currency, net, refunded, orders, average }) => (
          <Stat
            key={currency}
            label={`Revenue in ${currency}`}
            value={formatAmount(net, currency)}
            detail={
              <>
                {formatCount(orders, 'order')}, {formatAmount(average, currency)} on average
                {Number(refunded) > 0 && (
                  <span className="block">after {formatAmount(refunded, currency)} of refunds</span>
                )}
              </>
            }
          />
        ))}
      </dl>
      {variants.length > 0 && <Variants variants={variants} currencies={revenue.map(({ currency }) => currency)} />}
      {undecided > 0 && (
        <p className="text-sm text-muted">
          {formatCount(undecided, 'conversion')} received in the last {attributionLimits.decidedAfterHours} hours may
          still move to another campaign. Older ones are final.
        </p>
      )}
    </>
  );
}

interface VariantsProps {
  readonly variants: CampaignAttribution['variants'];
  readonly currencies: readonly string[];
}

function Variants({ variants, currencies }: VariantsProps) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-max text-sm tabular-nums">
        <caption className="sr-only">Conversions and revenue of each variant in the test</caption>
        <thead>
          <tr className="border-b border-line text-left text-muted">
            {['Variant', 'Accepted', 'Converted', ...currencies.map((currency) => `Revenue in ${currency}`)].map(
              (name, index) => (
                <th key={name} scope="col" className={`py-1.5 pr-4 font-medium ${index === 0 ? '' : 'text-right'}`}>
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {variants.map(({ variant, accepted, converted, revenue }) => (
            <tr key={variant} className="border-b border-line last:border-0">
              <th scope="row" className="py-1.5 pr-4 text-left font-medium">
                {variant}
              </th>
              <td className="py-1.5 pr-4 text-right">{formatNumber(accepted)}</td>
              <td className="py-1.5 pr-4 text-right">
                {formatNumber(converted)} ({formatShare(converted, accepted)})
              </td>
              {currencies.map((currency) => (
                <td key={currency} className="py-1.5 pr-4 text-right">
                  {formatAmount(revenue.find((each) => each.currency === currency)?.net ?? '0', currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
