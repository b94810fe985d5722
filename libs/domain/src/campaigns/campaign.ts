import { conflict } from '../shared/index.ts';
import { type Plan, type PlanSurroundings, startOf } from './campaign.plan.ts';
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
  plan: Plan = { kind: 'now' };
  status: CampaignStatus = 'draft';
  /** When somebody pressed Send or Schedule. */
  plannedAt: Date | null = null;
  /** When it starts, or was to start; never earlier. */
  startsAt: Date | null = null;
  /** When there is something to decide about it. */
  wakeAt: Date | null = null;
  /** Why sending stopped by itself or could not start, in words for the person who can mend it. */
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

  /** Waits for the time of its plan, or starts at once where Send cannot be undone. */
  send(now: Date, around: PlanSurroundings): void {
    if (this.plan.kind !== 'now') return this.schedule(now, around);
    const start = startOf(this.plan, now, around);
    if (start > now) return this.#wait('schedule', now, start);
    this.launch(now);
  }

  launch(at: Date): void {
    this.status = statusAfter(this.status, 'launch');
    this.#begin(at);
    this.plannedAt = at;
    this.startsAt = at;
  }

  schedule(now: Date, around: PlanSurroundings): void {
    this.#wait('schedule', now, startOf(this.plan, now, around));
  }

  reschedule(plan: Plan, now: Date, around: PlanSurroundings): void {
    this.#wait('reschedule', now, startOf(plan, now, around));
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
    if (!this.isEditable) throw conflict('campaign.not-a-draft', this.#whyNotEditable());
  }

  #whyNotEditable(): string {
    if (this.status === 'scheduled') return 'Only a draft can be changed. Unschedule this campaign first.';
    return 'Only a draft can be changed. Duplicate this campaign to make another.';
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
  }
}
