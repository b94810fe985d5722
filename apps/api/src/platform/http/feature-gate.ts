import { Injectable } from '@nestjs/common';
import type { PlanFeature, RouteDefinition } from '@engagex/domain/shared';

/** Keeps routes for organizations whose plan includes what they are part of. */
@Injectable()
export class FeatureGate {
  #assert: ((feature: PlanFeature) => Promise<void>) | null = null;

  /** @param assert throws in the scope of an organization whose plan does not include the feature. */
  decidesBy(assert: (feature: PlanFeature) => Promise<void>): void {
    this.#assert = assert;
  }

  async assertIncluded({ needsFeature }: RouteDefinition): Promise<void> {
    if (needsFeature) await this.#assert?.(needsFeature);
  }
}
