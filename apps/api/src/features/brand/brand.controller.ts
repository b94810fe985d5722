import { Controller } from '@nestjs/common';
import { brandRoutes } from '@engagex/domain/brand';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { BrandService } from './brand.service.ts';

@Controller()
export class BrandController {
  constructor(private readonly brand: BrandService) {}

  @Handles(brandRoutes.get)
  get() {
    return this.brand.get();
  }

  @Handles(brandRoutes.affected)
  affected() {
    return this.brand.affected();
  }

  @Handles(brandRoutes.save)
  save(@Input() { kit, version }: ParsedInputOf<typeof brandRoutes.save>) {
    return this.brand.save(kit, version);
  }
}
