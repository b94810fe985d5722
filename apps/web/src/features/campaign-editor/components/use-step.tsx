import type { CampaignView } from '@engagex/domain/campaigns';
import { useRef, useState, type ReactNode } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { useKeptState } from '../../../ui/kept-state.ts';
import { Notice } from '../../../ui/notice.tsx';
import { useVersion } from '../../../ui/use-version.tsx';
import type { StepProps } from './step-props.ts';

interface Step<Values> {
  /** Part of the name of what this device keeps. */
  readonly name: string;
  readonly valuesOf: (campaign: CampaignView) => Values;
  readonly labels: Readonly<Record<string, string>>;
  readonly show?: (field: string, value: unknown) => string;
}

/** The values of one step: kept on this device until they are saved, and compared with what was saved elsewhere. */
export function useStep<Values extends Partial<CampaignView>>(
  { campaign, save }: Pick<StepProps, 'campaign' | 'save'>,
  { name, valuesOf, labels, show }: Step<Values>,
) {
  const kept = useKeptState(`campaign ${campaign.id} ${name}`, valuesOf(campaign), campaign.updatedAt);
  const { value, base, begin, change, settle } = kept;
  const [failure, setFailure] = useState<string | null>(null);
  const version = useVersion<CampaignView, Values>({
    stored: campaign,
    valuesOf,
    labels,
    ...(show ? { show } : {}),
    mine: () => value,
    base,
    begin,
    take: (stored, theirs) => {
      const taken = Object.entries(stored).filter(([field]) => theirs.has(field));
      change({ ...value, ...Object.fromEntries(taken) });
    },
    save: (): void => void store(),
  });
  const then = useRef(() => {});
  const store = (next = then.current) => {
    setFailure(null);
    then.current = next;
    return save(value, version.current()).then(
      (stored) => {
        version.settle(stored);
        settle(value);
        next();
      },
      version.onRefused((error) => setFailure(messageOf(error))),
    );
  };
  const asides: ReactNode = (
    <>
      {failure && <Notice meaning="danger">{failure}</Notice>}
      {version.notices}
    </>
  );
  return { value, change, store, asides, setFailure };
}
