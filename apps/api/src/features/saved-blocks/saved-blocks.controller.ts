import { Controller } from '@nestjs/common';
import { savedBlocksRoutes } from '@engagex/domain/saved-blocks';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { SavedBlocksService } from './saved-blocks.service.ts';

@Controller()
export class SavedBlocksController {
  constructor(private readonly savedBlocks: SavedBlocksService) {}

  @Handles(savedBlocksRoutes.list)
  list() {
    return this.savedBlocks.list();
  }

  @Handles(savedBlocksRoutes.create)
  create(@Input() input: ParsedInputOf<typeof savedBlocksRoutes.create>) {
    return this.savedBlocks.create(input);
  }

  @Handles(savedBlocksRoutes.get)
  get(@Input() { id }: ParsedInputOf<typeof savedBlocksRoutes.get>) {
    return this.savedBlocks.get(id);
  }

  @Handles(savedBlocksRoutes.update)
  update(@Input() input: ParsedInputOf<typeof savedBlocksRoutes.update>) {
    return this.savedBlocks.update(input);
  }

  @Handles(savedBlocksRoutes.publish)
  publish(@Input() input: ParsedInputOf<typeof savedBlocksRoutes.publish>) {
    return this.savedBlocks.publish(input);
  }

  @Handles(savedBlocksRoutes.undo)
  undo(@Input() input: ParsedInputOf<typeof savedBlocksRoutes.undo>) {
    return this.savedBlocks.undo(input);
  }

  @Handles(savedBlocksRoutes.delete)
  delete(@Input() { id }: ParsedInputOf<typeof savedBlocksRoutes.delete>) {
    return this.savedBlocks.delete(id);
  }

  @Handles(savedBlocksRoutes.restore)
  restore(@Input() { id }: ParsedInputOf<typeof savedBlocksRoutes.restore>) {
    return this.savedBlocks.restore(id);
  }
}
