/** `npm start`: installs what is missing, serves the playground from its sources, prints the address and opens it. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { ensurePackages, exitWith, nodeVersionProblem, root, SetupProblem } from './setup.mjs';
import { openCommand, startOptions } from './start-options.mjs';

/** @param {string} address */
function openInBrowser(address) {
  const words = openCommand(process.platform, process.env);
  if (!words) return;
  const browser = spawn(words[0], [...words.slice(1), address], { stdio: 'ignore', detached: true });
  // The address is on the screen: a machine without a browser, or without the command that opens one, loses nothing.
  browser.on('error', () => {});
  browser.unref();
}

async function start() {
  const problem = nodeVersionProblem(process.versions.node);
  if (problem) throw new SetupProblem(problem);
  const { port, host, open } = startOptions(process.argv.slice(2));
  ensurePackages();
  const { createServer } = await import('vite');
  const server = await createServer({ root, server: { port, host, strictPort: false } });
  await server.listen();
  const { local = [], network = [] } = server.resolvedUrls ?? {};
  const address = local[0] ?? network[0];
  console.log(`\n  Second Thoughts is at ${address}`);
  for (const other of network.filter((url) => url !== address)) console.log(`  and, on this network, at ${other}`);
  console.log('  Ctrl-C ends it.\n');
  if (open) openInBrowser(address);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => void server.close().finally(() => process.exit(0)));
  }
}

start().catch(exitWith);
