import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { beyondPlan, type Held, least, mostOf, mostSignUpsOf, type Room } from '@engagex/domain/plans';
import { TenantDb } from '@engagex/tenancy';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { ContactEstimates } from './contact-estimates.ts';
import { isCounted } from './plans.queries.ts';
import { Plans } from './plans.ts';
import { Spending } from './spending.ts';
import { countHeld, holdRoom, tryHoldRoom } from './rooms.queries.ts';

/** How long somebody who signs up waits for others who add contacts. */
const signUpWaitsMs = 5_000;
const askAgainMs = 20;

/**
 * What the plan of the scope's organization has room for: contacts, seats and domains. Whoever adds some first holds the room, so of many
 * who do at once each sees what those before it added. What is there beyond a limit, because the plan was a larger one, stays.
 */
@Injectable()
export class Rooms {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly plans: Plans,
    private readonly spending: Spending,
    private readonly estimates: ContactEstimates,
    private readonly db: TenantDb,
  ) {}

  /**
   * Others of the organization who add the same wait until this transaction ends. Null where there is no limit. Call it before anything
   * is added, so that nobody who waits holds what is waited for.
   */
  async hold(of: Held): Promise<Room | null> {
    return this.#room(of, { isHeld: true });
  }

  /** The same without keeping others waiting: what it says may be over in a moment. */
  async look(of: Held): Promise<Room | null> {
    return this.#room(of, { isHeld: false });
  }

  /** Holds the room, and throws when it has no place for so many more. */
  async take(of: Held, more = 1): Promise<void> {
    if (of === 'contacts' && (await this.#fits(more))) return;
    const room = await this.hold(of);
    if (room && room.used + more > room.most) throw beyondPlan(of, room);
  }

  /** Holds the room while something is added, and throws when there is more than fits; what takes no room is let through. */
  async within<T>(of: Held, add: () => Promise<T>): Promise<T> {
    const before = await this.hold(of);
    const added = await add();
    const after = before && (await this.look(of));
    if (after && after.used > before.used && after.used > after.most) throw beyondPlan(of, before);
    return added;
  }

  /**
   * Holds the room of contacts for somebody who signs up. Resolves to whether they are taken: further than what members add. While a long
   * import holds it, they are taken by what is there now, since somebody who waits for too long goes away.
   */
  async takesSignUp(): Promise<boolean> {
    const most = await this.#most('contacts');
    if (most === null) return true;
    for (let waited = 0; waited < signUpWaitsMs && !(await this.#tryHold('contacts')); waited += askAgainMs)
      await setTimeout(askAgainMs);
    const atMost = await this.estimates.atMost();
    if (atMost !== null && atMost < most) return true;
    const room = await this.look('contacts');
    if (!room) return true;
    const { plan } = await this.plans.standing();
    return room.used < (mostSignUpsOf(plan.limits.contacts) ?? room.most);
  }

  /** Whether so many more contacts fit by what is known without counting; the room is held then. */
  async #fits(more: number): Promise<boolean> {
    const most = await this.#most('contacts');
    if (most === null) return true;
    await this.db.rows(holdRoom, ['contacts']);
    const atMost = await this.estimates.atMost();
    return atMost !== null && atMost + more <= most;
  }

  async #tryHold(of: Held): Promise<boolean> {
    return (await this.db.row<{ isHeld: boolean }>(tryHoldRoom, [of]))?.isHeld === true;
  }

  async #room(of: Held, { isHeld }: { readonly isHeld: boolean }): Promise<Room | null> {
    const most = await this.#most(of);
    if (most === null) return null;
    if (isHeld) await this.db.rows(holdRoom, [of]);
    const row = await this.db.row<{ used: string; reserved: string }>(countHeld[of]);
    const used = Number(row?.used) + Number(row?.reserved);
    if (of === 'contacts') this.estimates.counted(used);
    return { plan: (await this.plans.current()).name, most, used };
  }

  /** Null where there is no limit. */
  async #most(of: Held): Promise<number | null> {
    if (this.config.BILLING === 'off' || !this.plans.all().some(({ limits }) => limits[of])) return null;
    const standing = await this.plans.standing();
    const most = least(mostOf(standing.plan.limits[of]), await this.spending.most(of, standing));
    return most === null || !(await this.db.row(isCounted)) ? null : most;
  }
}
