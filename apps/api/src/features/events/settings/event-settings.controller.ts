import { Controller } from '@nestjs/common';
import { eventSettingsRoutes } from '@engagex/domain/events';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../../platform/http/handles.ts';
import { EventSettingsService } from './event-settings.service.ts';

@Controller()
export class EventSettingsController {
  constructor(private readonly settings: EventSettingsService) {}

  @Handles(eventSettingsRoutes.get)
  get() {
    return this.settings.get();
  }

  @Handles(eventSettingsRoutes.update)
  update(@Input() input: ParsedInputOf<typeof eventSettingsRoutes.update>) {
    return this.settings.update(input);
  }

  @Handles(eventSettingsRoutes.identitySecret)
  identitySecret() {
    return this.settings.identitySecret();
  }

  @Handles(eventSettingsRoutes.rotateIdentitySecret)
  rotateIdentitySecret() {
    return this.settings.rotateIdentitySecret();
  }
}
