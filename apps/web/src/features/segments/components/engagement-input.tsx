import { campaignsRoutes } from '@engagex/domain/campaigns';
import { useQuery } from '@tanstack/react-query';
import { routeQuery } from '../../../shared/query.ts';
import { Select } from '../../../ui/select.tsx';
import type { ConditionOf } from './condition-props.ts';
import { DidOrNot, TimesInput, WindowInput } from './did-input.tsx';

const anyCampaign = 'any';

const words = {
  sent: { of: 'Sent', did: 'was sent', didNot: 'was not sent' },
  opened: { of: 'Opened', did: 'opened', didNot: 'did not open' },
  clicked: { of: 'Clicked', did: 'clicked in', didNot: 'did not click in' },
  converted: { of: 'Converted', did: 'converted after', didNot: 'did not convert after' },
} as const;

export function EngagementInput({ condition, onChange }: ConditionOf<'engagement'>) {
  const { campaignId, times } = condition;
  const campaigns = useQuery(routeQuery(campaignsRoutes.list, { archived: 'with', limit: 200 }));
  const recent = campaigns.data?.items ?? [];
  const isOlder = campaignId !== null && campaigns.isSuccess && !recent.some(({ id }) => id === campaignId);
  const older = useQuery({ ...routeQuery(campaignsRoutes.get, { id: campaignId ?? '' }), enabled: isOlder });
  const { of, did, didNot } = words[condition.what];
  return (
    <>
      <DidOrNot
        of={of}
        did={did}
        didNot={didNot}
        value={condition.op}
        onChange={(op) => onChange({ ...condition, op })}
      />
      <Select
        aria-label={`${of}: campaign`}
        className="sm:w-52"
        options={[
          { value: anyCampaign, label: 'any campaign' },
          ...recent.map(({ id, name }) => ({ value: id, label: name })),
          ...(isOlder ? [{ value: campaignId, label: older.data?.name ?? 'A deleted campaign' }] : []),
        ]}
        value={campaignId ?? anyCampaign}
        onChange={(id) => onChange({ ...condition, campaignId: id === anyCampaign ? null : id })}
      />
      <TimesInput of={of} times={times} onChange={(next) => onChange({ ...condition, times: next })} />
      <WindowInput of={of} window={condition.window} onChange={(window) => onChange({ ...condition, window })} />
    </>
  );
}
