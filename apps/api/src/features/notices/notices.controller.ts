import { Controller } from '@nestjs/common';
import { noticesRoutes } from '@engagex/domain/notices';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { NoticeChoices } from './notice-choices.ts';

@Controller()
export class NoticesController {
  constructor(private readonly choices: NoticeChoices) {}

  @Handles(noticesRoutes.get)
  get() {
    return this.choices.get();
  }

  @Handles(noticesRoutes.update)
  update(@Input() choice: ParsedInputOf<typeof noticesRoutes.update>) {
    return this.choices.update(choice);
  }
}
