import { Module } from '@nestjs/common';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { Allowances } from './allowances.ts';
import { PLANS, Plans } from './plans.ts';
import { PlansController } from './plans.controller.ts';
import { readPlans } from './read-plans.ts';

@Module({
  controllers: [PlansController],
  providers: [
    { provide: PLANS, inject: [CONFIG], useFactory: (config: Config) => readPlans(config.PLANS_FILE) },
    Plans,
    Allowances,
  ],
  exports: [Allowances, Plans],
})
export class PlansModule {}
