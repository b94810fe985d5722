import { Controller } from '@nestjs/common';
import { plansRoutes } from '@engagex/domain/plans';
import { Handles } from '../../platform/http/handles.ts';
import { Allowances } from './allowances.ts';

@Controller()
export class PlansController {
  constructor(private readonly allowances: Allowances) {}

  @Handles(plansRoutes.current)
  current() {
    return this.allowances.current();
  }
}
