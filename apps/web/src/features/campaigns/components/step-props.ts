import type { CampaignView } from '@engagex/domain/campaigns';

/** What every step gets: the draft, and how to store a change of it. Resolves once it is stored. */
export interface StepProps {
  readonly campaign: CampaignView;
  readonly save: (changes: Partial<CampaignView>) => Promise<unknown>;
  readonly isSaving: boolean;
  readonly goTo: (step: number) => void;
}

/** People counted by the review; null while it is under way. */
export type Counted = number | 'failed' | null;
