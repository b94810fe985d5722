import { Controller } from '@nestjs/common';
import { plansRoutes } from '@engagex/domain/plans';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { KeyRates } from './key-rates.ts';
import { Allowances } from './allowances.ts';

@Controller()
export class PlansController {
  constructor(
    private readonly allowances: Allowances,
    private readonly rates: KeyRates,
  ) {}

  @Handles(plansRoutes.current)
  current() {
    return this.allowances.current();
  }

  @Handles(plansRoutes.standing)
  standing() {
    return this.allowances.standing();
  }

  @Handles(plansRoutes.rateOfKey)
  async rateOfKey(@Input() { hash }: ParsedInputOf<typeof plansRoutes.rateOfKey>) {
    return { rate: await this.rates.of(Buffer.from(hash, 'base64url')) };
  }
}
