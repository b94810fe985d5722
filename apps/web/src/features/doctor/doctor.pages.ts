import type { Feature } from '../../shared/feature.ts';

export const doctor: Feature = {
  things: {
    examinations: { name: 'Delivery tests', one: 'delivery test' },
  },
  actions: {
    'examinations.create': 'Tested delivery from',
  },
};
