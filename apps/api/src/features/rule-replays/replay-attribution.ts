import { Injectable } from '@nestjs/common';
import { AttributionSettingsService, ReplayDecisions } from '../attributions/index.ts';
import { type ReplayNumber, type ReplayPlace, type ReplayStep, RuleReplay } from './rule-replay.ts';

/** Attribution rules: of conversions that are decided. The decisions they replace are kept. */
@Injectable()
export class ReplayAttribution extends RuleReplay {
  readonly kind = 'attribution';
  readonly undo = (replayId: string, most: number) => this.decisions.undo(replayId, most);

  constructor(
    private readonly settings: AttributionSettingsService,
    private readonly decisions: ReplayDecisions,
  ) {
    super();
  }

  async rules(): Promise<object> {
    const { basis, clickDays, openDays, eventName } = await this.settings.get();
    return { basis, clickDays, openDays, eventName };
  }

  async begin(): Promise<void> {}

  async next(replayId: string, _: unknown, place: ReplayPlace | null, most: number): Promise<ReplayStep> {
    const { last, examined, changed } = await this.decisions.next(replayId, place?.['conversion'] ?? null, most);
    return { place: last === null ? place : { conversion: last }, examined, changed, isDone: examined < most };
  }

  async numbers(): Promise<readonly ReplayNumber[]> {
    const [results] = await this.decisions.results();
    return results.flatMap(({ campaignId, name, currency, conversions, revenue }) => {
      const about =
        campaignId === null
          ? ({ what: 'total', id: null, name: 'Not attributed' } as const)
          : ({ what: 'campaign', id: campaignId, name: name ?? '' } as const);
      const of = currency === null ? '' : `, ${currency}`;
      return [
        { ...about, label: `Conversions${of}`, value: conversions },
        ...(revenue === null ? [] : [{ ...about, label: `Revenue${of}`, value: revenue }]),
      ];
    });
  }
}
