import { Injectable } from '@nestjs/common';
import type { Campaign } from '@engagex/domain/campaigns';
import { conflict } from '@engagex/domain/shared';
import type { Template } from '@engagex/domain/templates';

/** What a campaign has to know of approvals; all of it runs in the open transaction. */
interface Approvals {
  /** Whether the organization asks for an approval that this version of the campaign does not have. */
  readonly isMissing: (campaign: Campaign, templates: readonly Template[]) => Promise<boolean>;
  /** How many people it was approved for; null where no approval is asked for. */
  readonly people: (campaignId: string) => Promise<number | null>;
  /** Takes back what is asked or approved: the draft says something else by now. */
  readonly withdraw: (campaignId: string) => Promise<void>;
}

/** Lets out what is approved, where that is asked for. The feature that gives approvals says at the start what is. */
@Injectable()
export class ApprovalGate {
  #approvals: Approvals | null = null;

  /** Once, at the start. */
  isKeptBy(approvals: Approvals): void {
    this.#approvals = approvals;
  }

  /** Throws `approval.missing`; in the transaction that sends exactly this content. */
  async assertOpen(campaign: Campaign, templates: readonly Template[]): Promise<void> {
    if (!(await this.isClosed(campaign, templates))) return;
    throw conflict(
      'approval.missing',
      'Another member has to approve this version of the campaign before it is sent. Request approval.',
    );
  }

  isClosed(campaign: Campaign, templates: readonly Template[]): Promise<boolean> {
    return this.#kept.isMissing(campaign, templates);
  }

  approvedPeople(campaignId: string): Promise<number | null> {
    return this.#kept.people(campaignId);
  }

  withdraw(campaignId: string): Promise<void> {
    return this.#kept.withdraw(campaignId);
  }

  /** A gate that nobody keeps lets nothing out. */
  get #kept(): Approvals {
    if (!this.#approvals) throw new Error('Nobody says what is approved.');
    return this.#approvals;
  }
}
