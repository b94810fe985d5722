import type { CampaignView } from '@engagex/domain/campaigns';

/** What every step gets: the draft, and how to store a change of it, made to the version that is named. Resolves once it is stored. */
export interface StepProps {
  readonly campaign: CampaignView;
  readonly save: (changes: Partial<CampaignView>, version?: string) => Promise<CampaignView>;
  readonly isSaving: boolean;
  readonly goTo: (step: number) => void;
}

/** People counted by the review; null while it is under way. */
export type Counted = number | 'failed' | null;
