import { Controller, Res } from '@nestjs/common';
import { type EventExportFile, eventExportSettingsRoutes, eventExportsRoutes } from '@engagex/domain/event-exports';
import type { ParsedInputOf } from '@engagex/domain/shared';
import type { FastifyReply } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { EventExportsService } from './event-exports.service.ts';
import { EventExportSettingsService } from './settings/event-export-settings.service.ts';

interface OfExport {
  readonly id: string;
}

@Controller()
export class EventExportsController {
  constructor(
    private readonly exports: EventExportsService,
    private readonly settings: EventExportSettingsService,
  ) {}

  @Handles(eventExportsRoutes.list)
  list(@Input() input: ParsedInputOf<typeof eventExportsRoutes.list>) {
    return this.exports.list(input);
  }

  @Handles(eventExportsRoutes.retry)
  retry(@Input() { id }: OfExport) {
    return this.exports.retry(id);
  }

  @Handles(eventExportsRoutes.summary, { transaction: false })
  summary(@Input() { id }: OfExport, @Res() reply: FastifyReply): Promise<void> {
    return this.#send(id, 'summary', reply);
  }

  @Handles(eventExportsRoutes.events, { transaction: false })
  events(@Input() { id }: OfExport, @Res() reply: FastifyReply): Promise<void> {
    return this.#send(id, 'events', reply);
  }

  @Handles(eventExportSettingsRoutes.get)
  getSettings() {
    return this.settings.get();
  }

  @Handles(eventExportSettingsRoutes.update)
  updateSettings(@Input() input: ParsedInputOf<typeof eventExportSettingsRoutes.update>) {
    return this.settings.update(input);
  }

  @Handles(eventExportSettingsRoutes.test, { transaction: false })
  test(@Input() input: ParsedInputOf<typeof eventExportSettingsRoutes.test>) {
    return this.settings.test(input);
  }

  @Handles(eventExportSettingsRoutes.signingSecret)
  signingSecret() {
    return this.settings.signingSecret();
  }

  @Handles(eventExportSettingsRoutes.rotateSigningSecret)
  rotateSigningSecret() {
    return this.settings.rotateSigningSecret();
  }

  async #send(id: string, kind: EventExportFile['kind'], reply: FastifyReply): Promise<void> {
    const { name, content } = await this.exports.open(id, kind);
    void reply
      .header('content-type', eventExportsRoutes[kind].produces)
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(content);
  }
}
