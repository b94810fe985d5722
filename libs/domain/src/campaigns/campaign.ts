import { conflict } from '../shared/index.ts';
import { statusAfter, type CampaignStatus } from './campaign.status.ts';

/** A message to an audience: a draft until launched, then a ledger of deliveries until each one is closed. */
export class Campaign {
  id!: string;
  name!: string;
  templateId: string | null = null;
  /** Everyone in one of these groups or segments gets it, unless they are in one of the excluded. */
  groupIds: string[] = [];
  /** What it is about; null is the default topic. */
  topicId: string | null = null;
  segmentIds: string[] = [];
  excludedGroupIds: string[] = [];
  excludedSegmentIds: string[] = [];
  senderName = '';
  senderEmail = '';
  status: CampaignStatus = 'draft';
  /** Why sending stopped by itself, in words for the person who can mend it. */
  pauseReason: string | null = null;
  /** People in the frozen audience; null until it is frozen. */
  audience: number | null = null;
  launchedAt: Date | null = null;
  finishedAt: Date | null = null;
  createdAt!: Date;
  updatedAt!: Date;
  deletedAt: Date | null = null;
  createdById: string | null = null;
  updatedById: string | null = null;

  get isEditable(): boolean {
    return this.status === 'draft';
  }

  launch(at: Date): void {
    this.status = statusAfter(this.status, 'launch');
    this.launchedAt = at;
    this.pauseReason = null;
  }

  /** The audience is stored once and the ledger adds up to it for ever. */
  freeze(audience: number): void {
    this.status = statusAfter(this.status, 'freeze');
    this.audience = audience;
  }

  abort(reason: string): void {
    this.status = statusAfter(this.status, 'abort');
    this.launchedAt = null;
    this.pauseReason = reason;
  }

  pause(reason: string | null = null): void {
    this.status = statusAfter(this.status, 'pause');
    this.pauseReason = reason;
  }

  resume(): void {
    this.status = statusAfter(this.status, 'resume');
    this.pauseReason = null;
  }

  cancel(at: Date): void {
    this.status = statusAfter(this.status, 'cancel');
    this.pauseReason = null;
    this.finishedAt = at;
  }

  finish(at: Date): void {
    this.status = statusAfter(this.status, 'finish');
    this.finishedAt = at;
  }

  assertEditable(): void {
    if (!this.isEditable) throw conflict('campaign.not-a-draft', 'Only a draft can be changed..');
  }
}
