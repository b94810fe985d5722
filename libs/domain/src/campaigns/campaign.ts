import { conflict } from '../shared/index.ts';
import { statusAfter, type CampaignStatus } from './campaign.status.ts';
import type { CampaignRollout, CampaignTest, FirstStageDecision } from './first-stage.ts';
import type { HarmRates } from './harm.ts';

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
  /** Variants that a share of the audience gets first; the rest is held until one of them is chosen. */
  test: CampaignTest | null = null;
  /** How the first few get it before the rest does. A campaign has a test or a roll-out, or neither. */
  rollout: CampaignRollout | null = null;
  /** People of later stages are held. */
  stage = 0;
  /** When there is something to decide, whoever may be mailed by then. */
  wakeAt: Date | null = null;
  /** People in the first stage, frozen with the audience; null when everyone's turn is at once. */
  firstStage: number | null = null;
  /** Since when everyone of the first stage has been tried and the rest waits. */
  heldSince: Date | null = null;
  decision: FirstStageDecision | null = null;
  /** The number of the variant that the rest gets. */
  chosenVariant: number | null = null;
  /** What a person has let pass by resuming. */
  acknowledged: HarmRates | null = null;
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

  /** The same when `people` of them come first: from now on somebody looks how far they are. */
  freezeInStages(audience: number, people: number, at: Date): void {
    this.freeze(audience);
    this.firstStage = people;
    this.wakeAt = at;
  }

  /** Whether a part of the audience is held until something is decided about it. */
  get isHeld(): boolean {
    const isUnderWay = this.status === 'sending' || this.status === 'paused';
    return isUnderWay && this.firstStage !== null && this.stage === 0;
  }

  /** Everyone of the first stage has been tried: the waiting time begins. */
  hold(at: Date): void {
    const minutes = this.test?.waitMinutes ?? this.rollout?.holdMinutes ?? 0;
    this.heldSince = at;
    this.wakeAt = new Date(at.getTime() + minutes * 60_000);
  }

  /** Lets the rest have their turn, with the chosen variant if there was a test. Happens once. */
  release(decision: FirstStageDecision, variant: number | null = null): void {
    if (!this.isHeld) {
      throw conflict('campaign.nothing-held', 'Nobody is held in this campaign: it was decided, or it is over.');
    }
    this.stage = 1;
    this.wakeAt = null;
    this.chosenVariant = variant;
    this.decision = decision;
  }

  /** The first stage did harm: the rest stays held and the campaign is paused for a person to look at. */
  stop(decision: FirstStageDecision): void {
    this.wakeAt = null;
    this.decision = decision;
    if (this.status === 'sending') this.status = statusAfter(this.status, 'pause');
    this.pauseReason = decision.why;
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

  /** Goes on, `rates` known: it does not pause by itself again unless they get worse. */
  resume(rates: HarmRates): void {
    this.status = statusAfter(this.status, 'resume');
    this.pauseReason = null;
    this.acknowledged = rates;
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
