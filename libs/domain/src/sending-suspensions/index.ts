export * from './sending-suspensions.contract.ts';
