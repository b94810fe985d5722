import { conflict } from '../shared/index.ts';
import type { CampaignDraft } from './campaign-draft.ts';
import { localInStages, type Plan, type PlanContext, startOf } from './campaign.plan.ts';
import { hasEnded, statusAfter, type CampaignStatus } from './campaign.status.ts';
import type { CampaignRollout, AbTest, FirstStageDecision } from './first-stage.ts';
import type { UtmSettings } from './utm.ts';
import type { BounceAndComplaintRates } from './bounces-and-complaints.ts';

/** A message to an audience: a draft until launched, then a ledger of deliveries until each one is closed. */
export class Campaign implements CampaignDraft {
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
  /** Of them, only those who were sent this other campaign and did not open it. */
  notOpenedId: string | null = null;
  senderName = '';
  senderEmail = '';
  /** Where answers go; empty for the sender's address. */
  replyTo = '';
  /** Instead of the template's; empty for that. */
  preheader = '';
  /** What its links are marked with for analytics programs. */
  utm: UtmSettings | null = null;
  plan: Plan = { kind: 'now' };
  status: CampaignStatus = 'draft';
  /** When somebody pressed Send or Schedule. */
  plannedAt: Date | null = null;
  /** When it starts, or was to start; never earlier. */
  startsAt: Date | null = null;
  /** People whom whoever sent or scheduled it agreed to; null for a draft. */
  agreedPeople: number | null = null;
  /** Why sending stopped automatically or could not start, in words for the person who can fix it. */
  pauseReason: string | null = null;
  /** People in the frozen audience; null until it is frozen. */
  audience: number | null = null;
  /** Variants that a share of the audience gets first; the rest is held until one of them is chosen. */
  abTest: AbTest | null = null;
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
  acknowledged: BounceAndComplaintRates | null = null;
  launchedAt: Date | null = null;
  finishedAt: Date | null = null;
  /** When it was put away, out of the list; null while it is not. */
  archivedAt: Date | null = null;
  createdAt!: Date;
  updatedAt!: Date;
  deletedAt: Date | null = null;
  createdById: string | null = null;
  updatedById: string | null = null;

  get isEditable(): boolean {
    return this.status === 'draft';
  }

  /** Waits for the time of its plan, or starts at once where Send cannot be undone. */
  send(now: Date, context: PlanContext): void {
    if (this.plan.kind !== 'now') return this.schedule(now, context);
    const start = startOf(this.plan, now, context);
    if (start > now) return this.#wait('schedule', now, start);
    this.launch(now);
  }

  launch(at: Date): void {
    this.status = statusAfter(this.status, 'launch');
    this.#begin(at);
    this.plannedAt = at;
    this.startsAt = at;
  }

  schedule(now: Date, context: PlanContext): void {
    this.#assertFits(this.plan);
    this.#wait('schedule', now, startOf(this.plan, now, context));
  }

  reschedule(plan: Plan, now: Date, context: PlanContext): void {
    this.#assertFits(plan);
    this.#wait('reschedule', now, startOf(plan, now, context));
    this.plan = plan;
  }

  /** The draft comes back as it was. */
  unschedule(): void {
    this.status = statusAfter(this.status, 'unschedule');
    this.#forgetTimes();
  }

  isDueToStart(now: Date): boolean {
    return this.status === 'scheduled' && this.startsAt !== null && this.startsAt <= now;
  }

  /** Its time has come. */
  start(at: Date): void {
    this.status = statusAfter(this.status, 'start');
    this.#begin(at);
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
    const minutes = this.abTest?.waitMinutes ?? this.rollout?.holdMinutes ?? 0;
    this.heldSince = at;
    this.wakeAt = new Date(at.getTime() + minutes * 60_000);
  }

  /** Lets the rest have their turn, with the chosen variant if there was a test. Happens once. */
  release(decision: FirstStageDecision, variant: number | null = null): void {
    if (!this.isHeld) {
      throw conflict('campaign.nothing-held', 'Nobody is on hold in this campaign. It was decided or has ended.');
    }
    this.stage = 1;
    this.wakeAt = null;
    this.chosenVariant = variant;
    this.decision = decision;
  }

  /** The first stage exceeded its limits: the rest stays held and the campaign is paused for a person to look at. */
  stop(decision: FirstStageDecision): void {
    this.wakeAt = null;
    this.decision = decision;
    if (this.status === 'sending') this.status = statusAfter(this.status, 'pause');
    this.pauseReason = decision.why;
  }

  abort(reason: string): void {
    this.status = statusAfter(this.status, 'abort');
    this.#forgetTimes();
    this.launchedAt = null;
    this.pauseReason = reason;
  }

  pause(reason: string | null = null): void {
    this.status = statusAfter(this.status, 'pause');
    this.pauseReason = reason;
  }

  /** Goes on, `rates` known: it does not pause automatically again unless they get worse. */
  resume(rates: BounceAndComplaintRates): void {
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

  /**
   * Some have their turn again, or for the first time, `rates` known as when resuming. In what was sent nobody is held
   * any more, so nothing is decided again.
   */
  reopen(verb: 'retry' | 'resend' | 'extend', rates: BounceAndComplaintRates): void {
    this.status = statusAfter(this.status, verb);
    this.finishedAt = null;
    this.archivedAt = null;
    this.acknowledged = rates;
    this.wakeAt = null;
    if (this.firstStage !== null) this.stage = 1;
  }

  /** The ledger grows by these people, and adds up to as many more. */
  extend(people: number, rates: BounceAndComplaintRates): void {
    this.reopen('extend', rates);
    this.audience = (this.audience ?? 0) + people;
  }

  archive(at: Date): void {
    if (!hasEnded(this.status))
      throw conflict('campaign.not-ended', 'Only a sent or cancelled campaign can be archived.');
    this.archivedAt ??= at;
  }

  unarchive(): void {
    this.archivedAt = null;
  }

  assertEditable(): void {
    if (!this.isEditable) throw conflict('campaign.not-a-draft', this.#whyNotEditable());
  }

  #whyNotEditable(): string {
    if (this.status === 'scheduled') return 'Only a draft can be changed. Unschedule this campaign first.';
    return 'Only a draft can be changed. Duplicate this campaign instead.';
  }

  /** People of the first stage would be hours apart, and nobody could compare or hold anything. */
  #assertFits(plan: Plan): void {
    if (plan.kind === 'local' && (this.abTest || this.rollout))
      throw conflict('campaign.local-in-stages', localInStages);
  }

  #wait(verb: 'schedule' | 'reschedule', now: Date, start: Date): void {
    this.status = statusAfter(this.status, verb);
    this.plannedAt = now;
    this.startsAt = start;
    this.wakeAt = start;
    this.pauseReason = null;
  }

  #begin(at: Date): void {
    this.launchedAt = at;
    this.wakeAt = null;
    this.pauseReason = null;
  }

  #forgetTimes(): void {
    this.plannedAt = null;
    this.startsAt = null;
    this.wakeAt = null;
    this.agreedPeople = null;
  }
}
