import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../../config.ts';
import { CONFIG } from '../../../platform/tokens.ts';

/** The host to which the bounces of a sending domain of the organization go; null for the installation's. */
export type HostOfDomain = (domain: string) => Promise<string | null>;

/** Where bounces go: to a host of the sender's domain where that is set up, or else to the installation's. */
@Injectable()
export class ReturnPathHosts {
  readonly #ofInstallation: string | null;
  #ofDomain: HostOfDomain = async () => null;

  constructor(@Inject(CONFIG) config: Config) {
    this.#ofInstallation = config.BOUNCE_HOST ?? null;
  }

  /** For whoever knows the records of sending domains; asked in the scope of the organization, for each batch. */
  use(ofDomain: HostOfDomain): void {
    this.#ofDomain = ofDomain;
  }

  /** Null where bounces can only go to the sender's own address. */
  async hostOf(domain: string): Promise<string | null> {
    return (await this.#ofDomain(domain)) ?? this.#ofInstallation;
  }
}
