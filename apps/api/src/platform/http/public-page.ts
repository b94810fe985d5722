import type { FastifyReply } from 'fastify';

/** Answers a page that nobody keeps. */
export function sendPage(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}
