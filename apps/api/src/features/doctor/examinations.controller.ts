import { Controller } from '@nestjs/common';
import { examinationsRoutes } from '@engagex/domain/doctor';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { ExaminationsService } from './examinations.service.ts';

@Controller()
export class ExaminationsController {
  constructor(private readonly examinations: ExaminationsService) {}

  @Handles(examinationsRoutes.list)
  list(@Input() of: ParsedInputOf<typeof examinationsRoutes.list>) {
    return this.examinations.list(of);
  }

  @Handles(examinationsRoutes.ofSender)
  ofSender(@Input() { address }: ParsedInputOf<typeof examinationsRoutes.ofSender>) {
    return this.examinations.ofSender(address);
  }

  @Handles(examinationsRoutes.get)
  get(@Input() { id }: ParsedInputOf<typeof examinationsRoutes.get>) {
    return this.examinations.get(id);
  }

  @Handles(examinationsRoutes.create)
  create(@Input() pair: ParsedInputOf<typeof examinationsRoutes.create>) {
    return this.examinations.create(pair);
  }
}
