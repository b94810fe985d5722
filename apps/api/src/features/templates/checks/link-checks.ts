import { Inject, Injectable } from '@nestjs/common';
import { linkCheckLimits, type LinkCheck, type TemplateProblem } from '@engagex/domain/templates';
import type { Config } from '../../../config.ts';
import { isOutside } from '../../../platform/outgoing/fetch-outside.ts';
import { type Status, statusOutside } from '../../../platform/outgoing/status-outside.ts';
import { CONFIG } from '../../../platform/tokens.ts';
import { Clock } from '../../../ports/clock.ts';
import { Dns } from '../../../ports/dns.ts';
import { TemplateSandbox } from '../sandbox/template-sandbox.ts';
import type { TemplateContent } from '../template-content.ts';
import { problemIn, shortened } from './checked-message.ts';

type State = 'working' | 'dead' | 'unknown';

const atOnce = 6;
/** Of one server, which must not take this for an attack. */
const ofOneHost = 2;
const answerWithinMs = 5_000;
const knownForMs = 10 * 60_000;
const mostKnown = 5_000;

/**
 * Asks the servers of links whether there is such a page. Only what they say for certain is a fault of the message: not found,
 * gone, or no such server. One that is busy, slow or refuses programs may serve people all the same.
 */
@Injectable()
export class LinkChecks {
  readonly #known = new Map<string, { readonly state: State; readonly until: number }>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly dns: Dns,
    private readonly clock: Clock,
    private readonly sandbox: TemplateSandbox,
  ) {}

  /** Takes up to `linkCheckLimits.seconds`; never in a transaction. */
  async check(content: TemplateContent): Promise<LinkCheck> {
    const { links, states } = await this.#ask(content);
    const these = (state: State) => links.filter((link) => (states.get(link) ?? 'unknown') === state);
    const problems = these('dead').map((link): TemplateProblem => {
      const message = `A link leads to a page that does not exist: ${shortened(link, 80)}`;
      return problemIn(content, { code: 'link_dead', message, at: [link, link.replace(/\/$/, '')] });
    });
    return { links: links.length, working: these('working').length, problems, unknown: these('unknown') };
  }

  /** The dead ones; takes as long. */
  async deadIn(content: TemplateContent): Promise<string[]> {
    const { links, states } = await this.#ask(content);
    return links.filter((link) => states.get(link) === 'dead');
  }

  async #ask(content: TemplateContent) {
    const links = await this.sandbox.run('links', { content });
    return { links, states: await this.#statesOf(links.slice(0, linkCheckLimits.links)) };
  }

  async #statesOf(links: readonly string[]): Promise<ReadonlyMap<string, State>> {
    const states = new Map<string, State>();
    const now = this.clock.now().getTime();
    const left: string[] = [];
    for (const link of links) {
      const known = this.#known.get(link);
      if (known && known.until > now) states.set(link, known.state);
      else left.push(link);
    }
    const busy = new Map<string, number>();
    const late = performance.now() + linkCheckLimits.seconds * 1_000;
    const next = (): string | undefined => {
      const at = left.findIndex((link) => (busy.get(hostOf(link)) ?? 0) < ofOneHost);
      return at < 0 ? undefined : left.splice(at, 1)[0];
    };
    const work = async () => {
      for (let link = next(); link !== undefined; link = next()) {
        const remaining = late - performance.now();
        if (remaining <= 0) return;
        const host = hostOf(link);
        busy.set(host, (busy.get(host) ?? 0) + 1);
        const state = stateOf(await this.#statusOf(link, Math.min(answerWithinMs, remaining)));
        busy.set(host, (busy.get(host) ?? 1) - 1);
        states.set(link, state);
        this.#keep(link, state, now);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return states;
  }

  #statusOf(link: string, timeoutMs: number): Promise<Status> {
    const mayReach = this.config.PRIVATE_NETWORKS ? () => true : isOutside;
    return statusOutside(link, {
      dns: this.dns,
      mayReach,
      timeoutMs: Math.ceil(timeoutMs),
      accept: 'text/html,*/*;q=0.8',
    });
  }

  /** What nobody could say is asked again. */
  #keep(link: string, state: State, now: number): void {
    if (state === 'unknown') return;
    const [oldest] = this.#known.keys();
    if (this.#known.size >= mostKnown && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(link, { state, until: now + knownForMs });
  }
}

function stateOf(status: Status): State {
  if (status === null || status === 404 || status === 410) return 'dead';
  return typeof status === 'number' && status < 400 ? 'working' : 'unknown';
}

function hostOf(link: string): string {
  return new URL(link).host;
}
