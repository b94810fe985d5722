import { Controller } from '@nestjs/common';
import { frequencyRoutes } from '@engagex/domain/frequency';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { FrequencyService } from './frequency.service.ts';

@Controller()
export class FrequencyController {
  constructor(private readonly frequency: FrequencyService) {}

  @Handles(frequencyRoutes.get)
  get() {
    return this.frequency.get();
  }

  @Handles(frequencyRoutes.update)
  update(@Input() { version, ...rules }: ParsedInputOf<typeof frequencyRoutes.update>) {
    return this.frequency.update(rules, version);
  }

  @Handles(frequencyRoutes.heldBack)
  heldBack() {
    return this.frequency.heldBack();
  }
}
