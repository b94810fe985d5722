import { Controller } from '@nestjs/common';
import { brandRoutes } from '@engagex/domain/brand';
import { savedBlocksRoutes } from '@engagex/domain/saved-blocks';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { ReleasesService } from './releases.service.ts';

@Controller()
export class ReleasesController {
  constructor(private readonly releases: ReleasesService) {}

  @Handles(savedBlocksRoutes.effects)
  effects(@Input() { id }: ParsedInputOf<typeof savedBlocksRoutes.effects>) {
    return this.releases.effects(id);
  }

  @Handles(savedBlocksRoutes.preview, { transaction: false })
  preview(@Input() { id, templateId }: ParsedInputOf<typeof savedBlocksRoutes.preview>) {
    return this.releases.preview(id, templateId);
  }

  @Handles(brandRoutes.preview, { transaction: false })
  previewBrand(@Input() { kit, templateId }: ParsedInputOf<typeof brandRoutes.preview>) {
    return this.releases.previewBrand(kit, templateId);
  }
}
