import { Controller } from '@nestjs/common';
import { personalDataRoutes } from '@engagex/domain/personal-data';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { PersonalDataService } from './personal-data.service.ts';

@Controller()
export class PersonalDataController {
  constructor(private readonly data: PersonalDataService) {}

  @Handles(personalDataRoutes.export)
  export(@Input() { id }: ParsedInputOf<typeof personalDataRoutes.export>) {
    return this.data.export(id);
  }

  @Handles(personalDataRoutes.erase, { transaction: false })
  erase(@Input() input: ParsedInputOf<typeof personalDataRoutes.erase>) {
    return this.data.erase(input);
  }
}
