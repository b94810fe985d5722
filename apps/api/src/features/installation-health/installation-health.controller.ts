import { Controller } from '@nestjs/common';
import { installationHealthRoutes } from '@engagex/domain/installation-health';
import { Handles } from '../../platform/http/handles.ts';
import { ReadHealth } from './read-health.ts';

@Controller()
export class InstallationHealthController {
  constructor(private readonly health: ReadHealth) {}

  @Handles(installationHealthRoutes.get)
  get() {
    return this.health.read();
  }
}
