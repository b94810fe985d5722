import { Controller } from '@nestjs/common';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { wishesRoutes } from '@engagex/domain/wishes';
import { Handles, Input } from '../../platform/http/handles.ts';
import { WishesService } from './wishes.service.ts';

@Controller()
export class WishesController {
  constructor(private readonly wishes: WishesService) {}

  @Handles(wishesRoutes.get)
  get(@Input() { id }: ParsedInputOf<typeof wishesRoutes.get>) {
    return this.wishes.get(id);
  }

  @Handles(wishesRoutes.setTopic)
  setTopic(@Input() input: ParsedInputOf<typeof wishesRoutes.setTopic>) {
    return this.wishes.setTopic(input);
  }
}
