import { serverBundle } from '../../rolldown.base.ts';

export default serverBundle({ main: 'src/main.ts' });
