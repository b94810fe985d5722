import type { Feature } from '../../shared/feature.ts';

export const sendingSuspensions: Feature = {
  things: { 'sending-suspensions': { name: 'Sending' } },
  actions: {
    'sending-suspensions.suspend': 'As operator of the installation, suspended sending',
    'sending-suspensions.resume': 'As operator of the installation, resumed sending',
  },
};
