import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../../config.ts';
import { CONFIG } from '../../../platform/tokens.ts';
import { DomainStandings } from '../../domains/index.ts';

/** Where bounces go: to a host of the sender's domain where that is set up, or else to the installation's. */
@Injectable()
export class ReturnPathHosts {
  readonly #ofInstallation: string | null;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly standings: DomainStandings,
  ) {
    this.#ofInstallation = config.BOUNCE_HOST ?? null;
  }

  /** Null where bounces can only go to the sender's own address. In the scope of the organization, for each batch. */
  async hostOf(domain: string): Promise<string | null> {
    return (await this.standings.lately(domain))?.returnPathHost ?? this.#ofInstallation;
  }
}
