import { Controller } from '@nestjs/common';
import { deliverabilityRoutes } from '@engagex/domain/deliverability';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { DeliverabilityService } from './deliverability.service.ts';

@Controller()
export class DeliverabilityController {
  constructor(private readonly deliverability: DeliverabilityService) {}

  @Handles(deliverabilityRoutes.get)
  get(@Input() { days, domain }: ParsedInputOf<typeof deliverabilityRoutes.get>) {
    return this.deliverability.get(days, domain ?? null);
  }
}
