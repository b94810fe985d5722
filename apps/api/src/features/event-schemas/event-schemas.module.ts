import { Module } from '@nestjs/common';
import { EventsModule } from '../events/index.ts';
import { EventSchemaStage } from './event-schema-stage.ts';
import { EventSchemasController } from './event-schemas.controller.ts';
import { EventSchemas } from './event-schemas.service.ts';

@Module({
  imports: [EventsModule],
  controllers: [EventSchemasController],
  providers: [EventSchemas, EventSchemaStage],
})
export class EventSchemasModule {}
