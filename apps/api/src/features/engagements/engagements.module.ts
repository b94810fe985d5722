import { Module } from '@nestjs/common';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { ComposedMessages } from './composed-messages.ts';
import { EngagementsController } from './engagements.controller.ts';
import { HitRecorder } from './hit-recorder.ts';
import { OldMessagesWorker } from './old-messages.worker.ts';
import { JudgementsController } from './judging/judgements.controller.ts';
import { Judgements } from './judging/judgements.ts';
import { JudgementsWorker } from './judging/judgements.worker.ts';
import { PreferenceCentre } from './preferences.ts';
import { TrackingTokens } from './tracking-token.ts';
import { Unsubscribes } from './unsubscribe.ts';
import { ViewedMessages } from './viewed-messages.ts';

@Module({
  controllers: [EngagementsController, JudgementsController],
  providers: [
    {
      provide: TrackingTokens,
      useFactory: (config: Config) => new TrackingTokens(config.TRACKING_SECRET),
      inject: [CONFIG],
    },
    ComposedMessages,
    HitRecorder,
    OldMessagesWorker,
    Judgements,
    JudgementsWorker,
    PreferenceCentre,
    Unsubscribes,
    ViewedMessages,
  ],
  exports: [ComposedMessages, TrackingTokens, Unsubscribes],
})
export class EngagementsModule {}
