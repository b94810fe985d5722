import { Controller } from '@nestjs/common';
import { plansRoutes, spendingRoutes } from '@engagex/domain/plans';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { Forecasts } from './forecasts.ts';
import { KeyRates } from './key-rates.ts';
import { Spending } from './spending.ts';
import { Allowances } from './allowances.ts';

@Controller()
export class PlansController {
  constructor(
    private readonly allowances: Allowances,
    private readonly rates: KeyRates,
    private readonly spending: Spending,
    private readonly forecasts: Forecasts,
  ) {}

  @Handles(plansRoutes.current)
  current() {
    return this.allowances.current();
  }

  @Handles(plansRoutes.standing)
  standing() {
    return this.allowances.standing();
  }

  @Handles(plansRoutes.forecast)
  forecast() {
    return this.forecasts.get();
  }

  @Handles(spendingRoutes.get)
  spent() {
    return this.spending.get();
  }

  @Handles(spendingRoutes.setCap)
  setCap(@Input() input: ParsedInputOf<typeof spendingRoutes.setCap>) {
    return this.spending.setCap(input);
  }

  @Handles(plansRoutes.rateOfKey)
  async rateOfKey(@Input() { hash }: ParsedInputOf<typeof plansRoutes.rateOfKey>) {
    return { rate: await this.rates.of(Buffer.from(hash, 'base64url')) };
  }
}
