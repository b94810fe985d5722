import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { complaintPrefix, ReturnPathTokens } from '../transports/index.ts';
import type { OurMarks } from './parsing/index.ts';
import { tokenAfter } from './purpose-of-address.ts';

const ownMessageId = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})@/i;

/** How mail that comes back is recognized: by our return path, our envelope id or the Message-ID that we gave. */
@Injectable()
export class OurOwnMarks implements OurMarks {
  readonly tokens: ReturnPathTokens;

  constructor(@Inject(CONFIG) config: Config) {
    this.tokens = new ReturnPathTokens(config.TRACKING_SECRET);
  }

  /** In an address of ours, or behind the plus in that of a bounce mailbox. */
  readonly readToken = (localPart: string) =>
    this.tokens.read(localPart.slice(localPart.lastIndexOf('+') + 1)) ??
    tokenAfter(complaintPrefix, localPart, this.tokens);
  readonly readEnvelopeId = (envelopeId: string) => this.tokens.read(envelopeId);
  /** Whether there is a message with this id is seen when it is applied; ids cannot be guessed. */
  readonly readMessageId = (messageId: string) => ownMessageId.exec(messageId)?.[1]?.toLowerCase() ?? null;
}
