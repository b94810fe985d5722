export { createNodeClient } from './client.ts';
export type { Closed, Failure, NodeClient, NodeClientOptions, Whose } from './client.ts';
export type { EventOptions, IdentifyOptions, Properties } from '../wire.ts';
