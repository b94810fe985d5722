import 'reflect-metadata';
import { importLimits } from '@engagex/domain/contacts';
import { AppModule } from './app.module.ts';
import { readConfig } from './config.ts';
import { Live } from './platform/live/live.ts';
import { createServer, listen } from './platform/server.ts';

const config = readConfig();
const app = await createServer(AppModule.forRoot(config), { maxUploadBytes: importLimits.fileBytes });
await app.get(Live).listen();
await listen(app, config, 'api');
