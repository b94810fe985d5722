import { Controller } from '@nestjs/common';
import { apiKeysRoutes } from '@engagex/domain/accounts';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { ApiKeysService } from './api-keys.service.ts';

interface OfKey {
  readonly id: string;
}

@Controller()
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Handles(apiKeysRoutes.list)
  list() {
    return this.keys.list();
  }

  @Handles(apiKeysRoutes.current)
  current() {
    return this.keys.current();
  }

  @Handles(apiKeysRoutes.create)
  create(@Input() input: ParsedInputOf<typeof apiKeysRoutes.create>) {
    return this.keys.create(input);
  }

  @Handles(apiKeysRoutes.rotate)
  rotate(@Input() { id }: OfKey) {
    return this.keys.rotate(id);
  }

  @Handles(apiKeysRoutes.revoke)
  revoke(@Input() { id }: OfKey) {
    return this.keys.revoke(id);
  }
}
