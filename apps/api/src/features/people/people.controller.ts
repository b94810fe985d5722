import { Controller } from '@nestjs/common';
import { peopleRoutes } from '@engagex/domain/people';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { PeopleService } from './people.service.ts';
import { SeparatePeople } from './separate-people.ts';

@Controller()
export class PeopleController {
  constructor(
    private readonly people: PeopleService,
    private readonly separation: SeparatePeople,
  ) {}

  @Handles(peopleRoutes.list)
  list(@Input() input: ParsedInputOf<typeof peopleRoutes.list>) {
    return this.people.list(input);
  }

  @Handles(peopleRoutes.users)
  users(@Input() input: ParsedInputOf<typeof peopleRoutes.users>) {
    return this.people.list(input);
  }

  @Handles(peopleRoutes.get)
  get(@Input() { id }: { readonly id: string }) {
    return this.people.get(id);
  }

  @Handles(peopleRoutes.events)
  events(@Input() input: ParsedInputOf<typeof peopleRoutes.events>) {
    return this.people.events(input);
  }

  @Handles(peopleRoutes.separate)
  async separate(@Input() input: ParsedInputOf<typeof peopleRoutes.separate>) {
    await this.separation.separate(input);
    return this.people.get(input.id);
  }

  @Handles(peopleRoutes.rejoin)
  async rejoin(@Input() input: ParsedInputOf<typeof peopleRoutes.rejoin>) {
    await this.separation.rejoin(input);
    return this.people.get(input.id);
  }

  @Handles(peopleRoutes.settings)
  settings() {
    return this.people.settings();
  }

  @Handles(peopleRoutes.saveSettings)
  saveSettings(@Input() input: ParsedInputOf<typeof peopleRoutes.saveSettings>) {
    return this.people.saveSettings(input);
  }
}
