import { Module } from '@nestjs/common';
import { AccountsController } from './accounts.controller.ts';
import { AccountsService } from './accounts.service.ts';
import { Passwords } from './passwords.ts';
import { RefuseDemo } from './refuse-demo.ts';

@Module({ controllers: [AccountsController], providers: [AccountsService, Passwords, RefuseDemo] })
export class AccountsModule {}
