import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { preferencesRoutes } from '@engagex/domain/preferences';
import { Handles, Input } from '../../platform/http/handles.ts';
import { PreferencesService } from './preferences.service.ts';

@Controller()
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  @Handles(preferencesRoutes.get)
  get(@Input() { id }: ParsedInputOf<typeof preferencesRoutes.get>) {
    return this.preferences.get(id);
  }

  @Handles(preferencesRoutes.setTopic)
  setTopic(@Input() input: ParsedInputOf<typeof preferencesRoutes.setTopic>) {
    return this.preferences.setTopic(input);
  }
}
