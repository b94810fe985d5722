import { Module } from '@nestjs/common';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Allowances, PLANS } from './allowances.ts';
import { PlansController } from './plans.controller.ts';
import { readPlans } from './read-plans.ts';

@Module({
  controllers: [PlansController],
  providers: [
    { provide: PLANS, inject: [CONFIG], useFactory: (config: Config) => readPlans(config.PLANS_FILE) },
    Allowances,
  ],
  exports: [Allowances],
})
export class PlansModule {}
