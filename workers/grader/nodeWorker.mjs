// `--import tsx` does nothing in a worker thread of Node 20: the loader has to be registered by a file that needs none.
import { register } from 'tsx/esm/api';

register();
await import('./nodeWorker.ts');
