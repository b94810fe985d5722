import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts/index.ts';
import { SuppressionsController } from './suppressions.controller.ts';
import { SuppressionsService } from './suppressions.service.ts';

@Module({ imports: [ContactsModule], controllers: [SuppressionsController], providers: [SuppressionsService] })
export class SuppressionsModule {}
