import { Controller } from '@nestjs/common';
import { sendingSuspensionsRoutes } from '@engagex/domain/sending-suspensions';
import { Handles } from '../../platform/http/handles.ts';
import { SendingSuspensions } from './sending-suspensions.ts';

@Controller()
export class SendingSuspensionsController {
  constructor(private readonly suspensions: SendingSuspensions) {}

  @Handles(sendingSuspensionsRoutes.get)
  async get() {
    return { suspension: await this.suspensions.current() };
  }
}
