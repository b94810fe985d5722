import { Module } from '@nestjs/common';
import { WishesController } from './wishes.controller.ts';
import { WishesService } from './wishes.service.ts';

@Module({ controllers: [WishesController], providers: [WishesService] })
export class WishesModule {}
