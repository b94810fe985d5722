import { Controller } from '@nestjs/common';
import { postmasterRoutes } from '@engagex/domain/postmaster';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { PostmasterService } from './postmaster.service.ts';

@Controller()
export class PostmasterController {
  constructor(private readonly postmaster: PostmasterService) {}

  @Handles(postmasterRoutes.get)
  get() {
    return this.postmaster.get();
  }

  @Handles(postmasterRoutes.save, { transaction: false })
  save(@Input() { credentials }: ParsedInputOf<typeof postmasterRoutes.save>) {
    return this.postmaster.save(credentials);
  }

  @Handles(postmasterRoutes.delete)
  delete() {
    return this.postmaster.delete();
  }
}
