import 'reflect-metadata';
import { AppModule } from './app.module.ts';
import { readConfig } from './config.ts';
import { createServer, listen } from './platform/server.ts';
import { startWork } from './platform/start-work.ts';

/** The same modules as the API, none of which it serves: it answers health checks and works on the queues. */
const config = readConfig();
const app = await createServer(AppModule.forRoot(config, 'worker'), { maxUploadBytes: 0, only: 'health' });
startWork(app);
await listen(app, config, 'worker');
