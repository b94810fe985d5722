import { Controller } from '@nestjs/common';
import { deliveryTestsRoutes } from '@engagex/domain/delivery-tests';
import type { ParsedInputOf } from '@engagex/domain/shared';
import { Handles, Input } from '../../platform/http/handles.ts';
import { DeliveryTestsService } from './delivery-tests.service.ts';
import { TestBeforeSending } from './test-before-sending.ts';

@Controller()
export class DeliveryTestsController {
  constructor(
    private readonly tests: DeliveryTestsService,
    private readonly beforeSending: TestBeforeSending,
  ) {}

  @Handles(deliveryTestsRoutes.list)
  list(@Input() of: ParsedInputOf<typeof deliveryTestsRoutes.list>) {
    return this.tests.list(of);
  }

  @Handles(deliveryTestsRoutes.ofSender)
  ofSender(@Input() { address }: ParsedInputOf<typeof deliveryTestsRoutes.ofSender>) {
    return this.beforeSending.of(address);
  }

  @Handles(deliveryTestsRoutes.ensure)
  async ensure(@Input() { address }: ParsedInputOf<typeof deliveryTestsRoutes.ensure>) {
    await this.beforeSending.ensure(address);
  }

  @Handles(deliveryTestsRoutes.get)
  get(@Input() { id }: ParsedInputOf<typeof deliveryTestsRoutes.get>) {
    return this.tests.get(id);
  }

  @Handles(deliveryTestsRoutes.create)
  create(@Input() pair: ParsedInputOf<typeof deliveryTestsRoutes.create>) {
    return this.tests.create(pair);
  }
}
