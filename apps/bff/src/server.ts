import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Express } from 'express';
import type { Config } from './config.ts';
import { server as limits } from './limits.ts';
import type { LinkCertificates } from './link-hosts/link-certificates.ts';

/**
 * The HTTP server that browsers connect to. Slow headers end here; bodies are watched where they are received, each
 * kind with its own rules.
 */
export function serverFor(app: Express, config: Config): Server {
  return limited(createServer(options, app), config);
}

/** The same with the certificates of link hosts; a host without one gets no connection. */
export function linkServerFor(app: Express, config: Config, certificates: LinkCertificates): TlsServer {
  return limited(createTlsServer({ ...options, minVersion: 'TLSv1.2', SNICallback: certificates.choose }, app), config);
}

const options = {
  headersTimeout: limits.headersTimeoutMs,
  requestTimeout: 0,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: limits.keepAliveMs,
  maxHeaderSize: limits.maxHeaderBytes,
};

function limited<S extends Server | TlsServer>(server: S, config: Config): S {
  server.maxConnections = limits.connections;
  if (config.TRUSTED_PROXIES === 0 || server instanceof TlsServer) limitConnectionsPerAddress(server);
  return server;
}

/** Behind a proxy every connection has the same address, and the proxy has limits of its own. */
function limitConnectionsPerAddress(server: Server | TlsServer): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count > limits.connectionsPerAddress) socket.destroy();
  });
}
