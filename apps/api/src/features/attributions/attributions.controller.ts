import { Controller, Res } from '@nestjs/common';
import { attributionsRoutes } from '@engagex/domain/attributions';
import type { ParsedInputOf } from '@engagex/domain/shared';
import type { FastifyReply } from 'fastify';
import { Handles, Input } from '../../platform/http/handles.ts';
import { AttributionSettingsService } from './attribution-settings.service.ts';
import { CampaignAttributions } from './campaign-attribution.service.ts';
import { ExportConversions } from './export-conversions.ts';

@Controller()
export class AttributionsController {
  constructor(
    private readonly settingsService: AttributionSettingsService,
    private readonly campaigns: CampaignAttributions,
    private readonly exports: ExportConversions,
  ) {}

  @Handles(attributionsRoutes.settings)
  settings() {
    return this.settingsService.get();
  }

  @Handles(attributionsRoutes.saveSettings)
  saveSettings(@Input() { version, ...rules }: ParsedInputOf<typeof attributionsRoutes.saveSettings>) {
    return this.settingsService.save(rules, version);
  }

  @Handles(attributionsRoutes.summary)
  summary(@Input() { days }: ParsedInputOf<typeof attributionsRoutes.summary>) {
    return this.campaigns.summary(days);
  }

  @Handles(attributionsRoutes.ofCampaign)
  ofCampaign(@Input() { id }: ParsedInputOf<typeof attributionsRoutes.ofCampaign>) {
    return this.campaigns.of(id);
  }

  @Handles(attributionsRoutes.conversions)
  conversions(@Input() input: ParsedInputOf<typeof attributionsRoutes.conversions>) {
    return this.campaigns.conversions(input);
  }

  @Handles(attributionsRoutes.export, { transaction: false })
  async export(
    @Input() { id }: ParsedInputOf<typeof attributionsRoutes.export>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    void reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="campaign-conversions.csv"')
      .send(await this.exports.csv(id));
  }

  @Handles(attributionsRoutes.setGoal)
  setGoal(@Input() { id, eventName }: ParsedInputOf<typeof attributionsRoutes.setGoal>) {
    return this.campaigns.setGoal(id, eventName);
  }
}
