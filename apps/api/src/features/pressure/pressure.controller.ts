import { Controller } from '@nestjs/common';
import { pressureRoutes } from '@engagex/domain/pressure';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { PressureService } from './pressure.service.ts';

@Controller()
export class PressureController {
  constructor(private readonly pressure: PressureService) {}

  @Handles(pressureRoutes.get)
  get() {
    return this.pressure.get();
  }

  @Handles(pressureRoutes.update)
  update(@Input() { version, ...rules }: ParsedInputOf<typeof pressureRoutes.update>) {
    return this.pressure.update(rules, version);
  }

  @Handles(pressureRoutes.heldBack)
  heldBack() {
    return this.pressure.heldBack();
  }
}
