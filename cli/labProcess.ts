import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A command of the lab in a process of its own, whose words go to a log. Resolves to its exit status. */
export async function labProcess(words: readonly string[], logFile: string): Promise<number> {
  const log = await open(logFile, 'a');
  const lab = fileURLToPath(new URL('./lab.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', lab, ...words], { stdio: ['ignore', log.fd, log.fd] });
  const status = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  await log.close();
  return status;
}
