/** The worker that examines a task which somebody is writing: the sandbox, and no tensors. It is thrown away afterwards. */
import * as Comlink from 'comlink';
import { createBrowserGrader } from './grader/spawnBrowser.ts';
import type { OwnTaskApi } from './protocol.ts';
import { examineOwnTask } from './tasks/own/examine.ts';

const sandbox = createBrowserGrader();

const api: OwnTaskApi = { examine: (text) => examineOwnTask(text, sandbox) };

Comlink.expose(api);
