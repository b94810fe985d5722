import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { linkServingRoutes } from '@engagex/domain/link-hosts';
import { notFound, type ParsedInputOf } from '@engagex/domain/shared';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import type { Config } from '../../config.ts';
import { Handles, Input, Public } from '../../platform/http/handles.ts';
import { SecretBox } from '../../platform/secret-box.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { isNonce, proofOf } from './host-proof.ts';
import { certificateOf, challengeAnswer, isLinkHost } from './link-hosts.queries.ts';
import { purposeOfKey } from './order-certificate.ts';

interface StoredCertificate {
  readonly linkHostId: string;
  readonly certificate: string;
  readonly privateKey: Buffer;
  readonly expiresAt: Date;
}

/** What the BFF needs to serve link hosts, and what it passes on to whoever asks a host for a proof. */
@Controller()
export class LinkServingController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly source: DataSource,
    private readonly box: SecretBox,
  ) {}

  @Handles(linkServingRoutes.knows)
  async knows(@Input() { host }: ParsedInputOf<typeof linkServingRoutes.knows>) {
    const [row]: { isKnown: boolean }[] = await this.source.query(isLinkHost, [host.toLowerCase()]);
    return { isKnown: row?.isKnown ?? false };
  }

  @Handles(linkServingRoutes.certificate)
  async certificate(@Input() { host }: ParsedInputOf<typeof linkServingRoutes.certificate>) {
    const [stored]: StoredCertificate[] = await this.source.query(certificateOf, [host.toLowerCase()]);
    if (!stored) return null;
    const { linkHostId, certificate, privateKey, expiresAt } = stored;
    return { certificate, privateKey: this.box.open(privateKey, purposeOfKey(linkHostId)), expiresAt };
  }

  /** RFC 8555, 8.3. */
  @Get('.well-known/acme-challenge/:token')
  @Public('a certificate authority asks for what it gave us itself')
  async challenge(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const [row]: { answer: string | null }[] = await this.source.query(challengeAnswer, [token]);
    if (!row?.answer) throw notFound('challenge');
    void reply.header('cache-control', 'no-store').type('application/octet-stream').send(row.answer);
  }

  /** Which host it is asked at is in the question: the BFF does not pass names of hosts on. */
  @Get('.well-known/engagex/:nonce')
  @Public('the answer says nothing but that this installation gave it')
  proof(@Param('nonce') nonce: string, @Query('host') host: unknown, @Res() reply: FastifyReply): void {
    if (!isNonce(nonce) || typeof host !== 'string' || host.length > 253) throw notFound('proof');
    void reply
      .header('cache-control', 'no-store')
      .type('text/plain')
      .send(proofOf(this.config.TRACKING_SECRET, host, nonce));
  }
}
