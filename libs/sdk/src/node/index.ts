export { createNodeClient } from './client.ts';
export type { Closed, Failure, NodeClient, NodeClientOptions, Whose } from './node-client.ts';
export type { EventOptions, IdentifyOptions, Properties } from '../wire.ts';
