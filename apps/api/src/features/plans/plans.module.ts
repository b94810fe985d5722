import { Module } from '@nestjs/common';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Allowances } from './allowances.ts';
import { ContactEstimates } from './contact-estimates.ts';
import { EventLimits } from './event-limits.ts';
import { Forecasts } from './forecasts.ts';
import { KeyRates } from './key-rates.ts';
import { LimitRefusals } from './limit-refusals.ts';
import { PLANS, Plans } from './plans.ts';
import { PlansController } from './plans.controller.ts';
import { readPlans } from './read-plans.ts';
import { Rooms } from './rooms.ts';
import { Spending } from './spending.ts';
import { Uses } from './uses.ts';

@Module({
  controllers: [PlansController],
  providers: [
    { provide: PLANS, inject: [CONFIG], useFactory: (config: Config) => readPlans(config.PLANS_FILE) },
    Plans,
    Allowances,
    ContactEstimates,
    EventLimits,
    Forecasts,
    KeyRates,
    LimitRefusals,
    Rooms,
    Spending,
    Uses,
  ],
  exports: [Allowances, EventLimits, LimitRefusals, Plans, Rooms, Spending, Uses],
})
export class PlansModule {}
