import { Inject, Injectable } from '@nestjs/common';
import { type Ledger, openStates } from '@engagex/domain/deliveries';
import { Campaign } from '@engagex/domain/campaigns';
import { wordsForLedger } from '@engagex/domain/notifications';
import { liquidProblem } from '@engagex/domain/templates';
import { currentScope, TenantDb, waitingForDatabase } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { Notify } from '../../platform/notify.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Clock } from '../../ports/clock.ts';
import { batchSize, type Composer, DeliveryClaims, Ledgers, SendBatch, type Wait } from '../deliveries/index.ts';
import { type ComposedMessage, ComposedMessages, TrackingTokens } from '../engagements/index.ts';
import { recordPatienceMs } from '../hand-over/index.ts';
import { type PreparedLanguages, prepareLanguages, type WrittenInLanguages } from '../templates/index.ts';
import { LinkBases } from '../link-hosts/index.ts';
import { Senders } from '../transports/index.ts';
import { campaignsAtOnce, CampaignsService, CampaignWakeUps, LaunchCampaign, waitUntil } from '../campaigns/index.ts';
import { composerOf } from './compose-message.ts';
import { deliveredSoFar, frozenContents } from './run-campaign.queries.ts';
import { ContentWatch } from './content-watch.ts';
import { FirstStages } from './first-stages.ts';
import { GuardCampaign } from './guard-campaign.ts';
import { StopCampaign } from './stop-campaign.ts';
import { BatchTurns } from './batch-turns.ts';

/** What one variant of a campaign says. */
interface FrozenVariant {
  readonly campaign: Campaign;
  readonly organizationName: string;
  readonly postalAddress: string | null;
  readonly messages: PreparedLanguages;
}

interface FrozenContent extends WrittenInLanguages {
  readonly organizationName: string;
  readonly postalAddress: string | null;
  readonly senderName: string | null;
  readonly timeZone: string;
}

const maxPrepared = 100;
/** A limit that fills so soon is left to fill, rather than emptied message by message. */
const dripMs = 2_000;

/** Does whatever is due in one campaign, once; looks at the rows, not at who asked. */
@Injectable()
export class RunCampaign {
  /** Frozen content never changes, so it is parsed once per process. */
  readonly #prepared = new Map<string, readonly FrozenVariant[]>();
  #running = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: TenantDb,
    private readonly notify: Notify,
    private readonly clock: Clock,
    private readonly campaigns: CampaignsService,
    private readonly launcher: LaunchCampaign,
    private readonly claims: DeliveryClaims,
    private readonly batches: SendBatch,
    private readonly ledgers: Ledgers,
    private readonly tokens: TrackingTokens,
    private readonly composed: ComposedMessages,
    private readonly wakeUps: CampaignWakeUps,
    private readonly firstStages: FirstStages,
    private readonly guard: GuardCampaign,
    private readonly stopper: StopCampaign,
    private readonly batchTurns: BatchTurns,
    private readonly senders: Senders,
    private readonly linkBases: LinkBases,
  ) {}

  async run(campaignId: string): Promise<void> {
    this.#running += 1;
    try {
      await this.#doWhatIsDue(campaignId);
    } finally {
      this.#running -= 1;
    }
  }

  async #doWhatIsDue(campaignId: string): Promise<void> {
    const campaign = await this.db.transaction(() => this.campaigns.get(campaignId));
    const { status } = campaign;
    if (status === 'scheduled') return this.launcher.start(campaignId);
    if (status === 'launching') return this.launcher.freeze(campaignId);
    if (await this.claims.recover(campaignId)) this.campaigns.announce(campaignId);
    if (status === 'cancelled') return this.#skipRemaining(campaignId);
    if (campaign.isHeld && campaign.wakeAt && campaign.wakeAt <= this.clock.now())
      await this.firstStages.check(campaignId);
    if (status === 'sending') await this.#sendBatch(campaign);
  }

  /** One batch of it, unless the organization has enough under way; then whatever of the organization is next. */
  async #sendBatch({ id: campaignId, senderEmail }: Campaign): Promise<void> {
    if ((await this.batchTurns.left()) === 0) return;
    const problem = await this.senders.problemWith(senderEmail);
    if (problem !== null) return this.stopper.stop(campaignId, problem);
    const composer = await this.#composer(campaignId, senderEmail);
    if (typeof composer === 'string') return this.stopper.stop(campaignId, composer);
    const content = new ContentWatch(composer.compose);
    const check = () => this.#check(campaignId, content);
    const watched = { compose: content.compose, keep: composer.keep };
    const { claimed, refusal, wait } = await this.batches.send(campaignId, watched, check);
    if (claimed < batchSize && (await this.#finishIfClosed(campaignId))) return this.#wakeNext();
    const isDripping =
      wait !== null && claimed < batchSize && wait.until.getTime() - this.clock.now().getTime() < dripMs;
    if (claimed > 0 && !isDripping) return this.#goOn(campaignId, claimed === batchSize);
    // No transport is left, so no attempts are used up: they stay pending until someone has fixed one and resumes.
    if (refusal !== null) return this.stopper.stop(campaignId, refusal);
    if (!wait) return;
    await this.#wait(campaignId, wait);
    return this.#wakeNext();
  }

  /** How it goes so far, for anyone who watches; too many bounces or complaints stop it before the next people are claimed. */
  async #check(campaignId: string, { reason }: ContentWatch): Promise<void> {
    this.campaigns.announce(campaignId);
    await this.guard.check(campaignId);
    if (reason !== null) await this.stopper.stop(campaignId, reason);
  }

  /**
   * A full batch says that there is more: another one beside the next keeps workers and mail server busy. Not when this
   * process is busy already: then wake-ups are waiting, and more of them would be more turns than others have.
   */
  async #goOn(campaignId: string, isFull: boolean): Promise<void> {
    await this.#wakeNext(campaignId);
    const isBusy = this.#running >= campaignsAtOnce;
    if (isFull && !isBusy && (await this.batchTurns.left()) > 1) await this.wakeUps.wake(campaignId);
  }

  /** The chain of batches goes on with the organization's next campaign; `last` looks whether it is done when there is none. */
  async #wakeNext(last?: string): Promise<void> {
    const next = (await this.batchTurns.next()) ?? last;
    if (next) await this.wakeUps.wake(next);
  }

  /** The campaign is sent when its ledger has nothing open any more; otherwise the sweep comes back to it. */
  async #finishIfClosed(campaignId: string): Promise<boolean> {
    await this.firstStages.check(campaignId);
    return this.db.transaction(async () => {
      const campaign = await this.campaigns.lock(campaignId);
      const ledger = await this.ledgers.of(campaignId);
      if (campaign.status !== 'sending' || openStates.some((state) => ledger[state] > 0)) return false;
      campaign.finish(this.clock.now());
      await this.campaigns.save(campaign);
      await this.#tellThatSent(campaignId, ledger);
      this.#prepared.delete(campaignId);
      return true;
    });
  }

  /** Each time that it is sent: also after what failed was sent again. */
  async #tellThatSent(campaignId: string, ledger: Ledger): Promise<void> {
    const delivered = await this.db.row<{ people: string }>(deliveredSoFar, [campaignId]);
    const why = wordsForLedger(ledger, Number(delivered?.people ?? 0));
    await this.notify.tell({ kind: 'campaign_sent', objectId: campaignId, why });
  }

  /** Nothing may be handed over before: the sweep leaves it alone until then, and a wake-up comes when that is soon. */
  async #wait(campaignId: string, { until, by, turn }: Wait): Promise<void> {
    const waits = await this.db.transaction(() =>
      this.db.row(waitUntil, [campaignId, until, by, this.clock.now(), turn]),
    );
    if (!waits) return;
    this.campaigns.announce(campaignId);
    await this.wakeUps.wakeAt(campaignId, until);
  }

  async #skipRemaining(campaignId: string): Promise<void> {
    const isDone = await this.db.transaction(() => this.ledgers.skipRemaining(campaignId));
    this.campaigns.announce(campaignId);
    if (!isDone) await this.wakeUps.wake(campaignId);
  }

  /** What makes the messages, or why its content is none that can be sent: that does not change by trying again. */
  async #composer(campaignId: string, senderEmail: string): Promise<Composer | string> {
    const frozen = this.#prepared.get(campaignId) ?? (await this.#prepare(campaignId));
    if (typeof frozen === 'string') return frozen;
    const { organizationId } = currentScope();
    const made = new Map<string, ComposedMessage>();
    const note = (message: ComposedMessage) => void made.set(message.deliveryId, message);
    const shared = { organizationId, publicUrl: this.config.PUBLIC_URL, tokens: this.tokens, note };
    const linkBase = await this.linkBases.baseFor(senderEmail);
    const composers = frozen.map((variant) => composerOf({ ...variant, ...shared, linkBase }));
    return {
      compose: (delivery) => {
        const compose = composers[delivery.variant];
        if (!compose) throw new Error(`There is no variant ${delivery.variant} of this campaign.`);
        return compose(delivery);
      },
      keep: async (ids) => {
        const messages = ids.flatMap((id) => made.get(id) ?? []);
        for (const id of ids) made.delete(id);
        await waitingForDatabase(recordPatienceMs, () => this.composed.keep(messages));
      },
    };
  }

  async #prepare(campaignId: string): Promise<readonly FrozenVariant[] | string> {
    const { campaign, contents } = await this.db.transaction(async () => ({
      campaign: await this.campaigns.get(campaignId),
      contents: await this.db.rows<FrozenContent>(frozenContents, [campaignId]),
    }));
    if (contents.length === 0) return 'Its content is missing. Cancel it and send a duplicate.';
    let frozen: readonly FrozenVariant[];
    try {
      frozen = contents.map(({ organizationName, postalAddress, senderName, timeZone, ...content }) => ({
        campaign: senderName ? Object.assign(new Campaign(), campaign, { senderName }) : campaign,
        organizationName,
        postalAddress,
        messages: prepareLanguages(content, timeZone),
      }));
    } catch (error) {
      const problem = liquidProblem(error);
      if (problem === null) throw error;
      return `Its content cannot be sent: ${problem} Cancel it, then fix and send a duplicate.`;
    }
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size >= maxPrepared && oldest) this.#prepared.delete(oldest);
    this.#prepared.set(campaignId, frozen);
    return frozen;
  }
}
