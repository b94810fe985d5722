import { Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller.ts';
import { AccountsService } from './accounts.service.ts';
import { Passwords } from './passwords.ts';

@Module({ controllers: [AccountsController], providers: [AccountsService, Passwords] })
export class AccountsModule {}
