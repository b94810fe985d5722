import { Module } from '@nestjs/common';
import { Receipts } from './receipts.ts';

@Module({ providers: [Receipts], exports: [Receipts] })
export class ReceiptsModule {}
