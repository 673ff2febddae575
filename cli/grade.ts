import { createReadStream } from 'node:fs';
import type { ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Grader } from '../workers/grader/verdict.ts';
import { createNodeGrader } from '../workers/grader/spawnNode.ts';
import { parseFlags, required } from './arguments.ts';
import { newFile, standardOutput, type Destination } from './destination.ts';
import { unreadable } from './files.ts';
import { parseSubmission, type Submission } from './gradeLine.ts';

/** Lines in memory at once. */
const batchSize = 2048;

/**
 * `lab grade [FILE] [--out FILE]`: grades JSON lines `{"id","source","tests":[{"args":[…],"expected":…}]}` from FILE or standard
 * input and writes `{"id","verdict","detail"}` in the order of input to standard output or a new file.
 * @returns exit status: 0, or 1 after one sentence on standard error
 */
export async function gradeCommand(argv: string[]): Promise<number> {
  const ignoreBrokenPipe = (): void => undefined;
  process.stdout.on('error', ignoreBrokenPipe);
  let file: ReadStream | null = null;
  try {
    const { input, out } = parseArguments(argv);
    if (input !== null) file = await openInput(input);
    await gradeLines(readLines(file ?? process.stdin), out === null ? standardOutput() : await newFile(out));
    return 0;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  } finally {
    // It may not have been read to its end, or at all.
    file?.destroy();
    process.stdout.off('error', ignoreBrokenPipe);
  }
}

function parseArguments(argv: string[]): { input: string | null; out: string | null } {
  const { values, positionals } = parseFlags('grade', argv, { out: { type: 'string', multiple: true } }, 1);
  const [input = '-'] = positionals;
  const [out, ...others] = values.out ?? [];
  if (others.length > 0) throw new Error('--out is given twice; one file is enough.');
  return { input: input === '-' ? null : input, out: values.out ? required(out, 'out', 'name the file for the results') : null };
}

async function openInput(path: string): Promise<ReadStream> {
  const refuse = (error: NodeJS.ErrnoException): never => {
    throw new Error(unreadable(path, error), { cause: error });
  };
  const file = await open(path).catch(refuse);
  if ((await file.stat()).isDirectory()) {
    await file.close();
    refuse(Object.assign(new Error('a folder'), { code: 'EISDIR' }));
  }
  return createReadStream(path, { fd: file });
}

async function gradeLines(lines: AsyncIterable<string>, destination: Destination): Promise<void> {
  const grader = createNodeGrader();
  try {
    let batch: Submission[] = [];
    let number = 0;
    for await (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      batch.push(parseLine(line, number));
      if (batch.length < batchSize) continue;
      await destination.write(await gradeBatch(grader, batch));
      batch = [];
    }
    await destination.write(await gradeBatch(grader, batch));
  } catch (error) {
    await destination.abandon();
    throw error;
  } finally {
    grader.close();
  }
  await destination.finish();
}

function parseLine(line: string, number: number): Submission {
  try {
    return parseSubmission(line);
  } catch (error) {
    throw new Error(`Line ${number} ${(error as Error).message}`, { cause: error });
  }
}

async function gradeBatch(grader: Grader, batch: readonly Submission[]): Promise<string> {
  const grades = await grader.grade(batch);
  return grades.map(({ verdict, detail }, i) => JSON.stringify({ id: batch[i].id, verdict, detail }) + '\n').join('');
}

/** Splits at line feeds only: node:readline would also split at U+2028, which JSON strings may contain. */
async function* readLines(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
