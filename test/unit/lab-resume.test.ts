import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runFiles } from '../../cli/files.ts';
import { trainCommand } from '../../cli/train.ts';
import { readCheckpoint } from '../../workers/model/checkpoint.ts';
import { lab, oneSentence, results, sentenceLine, snapshot, startLab, undisturbedRun, until } from './lab-process.ts';

const { base, at, train, straight } = undisturbedRun();

/** Starts or goes on with a run and kills it as soon as the condition holds. False if the run had ended by then. */
async function killWhen(out: string, condition: (stderr: string) => boolean, ...more: string[]): Promise<boolean> {
  const { child, ended, stderr } = startLab(train(out, ...more));
  let over = false;
  void ended.then(() => (over = true));
  await until(() => over || condition(stderr()));
  child.kill('SIGKILL');
  await ended;
  return !over;
}

const delayed = (milliseconds: number): (() => boolean) => {
  const start = Date.now();
  return () => Date.now() - start >= milliseconds;
};

describe('a run that is killed and resumed ends as one that was not', () => {
  it('when it is killed again and again: at the start, while it evaluates, between updates, while it writes its results', async () => {
    const out = at('killed');
    const files = runFiles(out);
    for (const milliseconds of [100, 400]) await killWhen(out, delayed(milliseconds), '--resume');
    // While the base is evaluated, and between the history and the first state.
    await killWhen(out, (stderr) => stderr.includes('seed 3.'), '--resume');
    await killWhen(out, () => existsSync(files.history), '--resume');
    // Among the first updates.
    await killWhen(out, (stderr) => stderr.includes('1/20'), '--resume');
    // As the evaluations of steps 8 and 16 appear, or a moment later.
    const hasStep = (step: number) => (): boolean =>
      existsSync(files.history) && readFileSync(files.history, 'utf8').includes(`"step":${step}`);
    await killWhen(out, hasStep(8), '--resume');
    await killWhen(out, hasStep(16), '--resume');
    await killWhen(out, () => existsSync(files.model), '--resume');
    const last = await lab(...train(out, '--resume'));
    // The last kill may have come after run.json.
    if (last.status !== 0) expect(last.stderr).toContain('has finished');
    expect(results(out)).toEqual(results(straight));
    expect(readdirSync(out).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('when Ctrl-C paused it between evaluations, which is said and loses nothing', async () => {
    const out = at('paused');
    let steps = 0;
    for (const seen of ['1/20', 'from step']) {
      const { child, ended, stderr } = startLab(train(out, '--resume'));
      await until(() => stderr().includes(seen));
      child.kill('SIGINT');
      const { status, stderr: said } = await ended;
      expect(status).toBe(130);
      expect(said).toMatch(/Paused at step \d+\. The same command with --resume goes on from there\.\n$/);
      steps = Math.max(steps, Number(/Paused at step (\d+)/.exec(said)?.[1]));
    }
    expect(steps).toBeGreaterThan(0);
    expect(existsSync(runFiles(out).run)).toBe(false);
    expect(await lab(...train(out, '--resume'))).toMatchObject({ status: 0 });
    expect(results(out)).toEqual(results(straight));
  });
});

/** The sentence of a refused command, without the process around it, which takes most of a second to start. */
async function refusalOf([, ...argv]: string[]): Promise<string> {
  const sentence = await trainCommand(argv).then(
    () => '',
    (error: Error) => error.message,
  );
  expect(`${sentence}\n`).toMatch(sentenceLine);
  return sentence;
}

describe('a run to be resumed', () => {
  /** A paused run; paused once for all tests. */
  const out = at('half');
  beforeAll(async () => {
    const { child, ended, stderr } = startLab(train(out));
    await until(() => stderr().includes('1/20'));
    child.kill('SIGINT');
    expect((await ended).status).toBe(130);
  });

  it.each<[string, string[], string]>([
    ['another seed', ['--seed', '4'], 'The run to resume has seed = 3; the command says 4. Resume with the same options.'],
    ['another method', ['--method', 'naive'], 'The run to resume has method = "score"; the command says "naive".'],
    ['another option', ['--set', 'alpha=3'], 'The run to resume has alpha = 10; the command says 3.'],
    [
      'another dial',
      ['--set', 'digits=3'],
      'The run to resume has dials = {"digits":2,"chains":0.3}; the command says {"digits":3,"chains":0.3}.',
    ],
  ])('is refused with %s, and stays as it was', async (_what, more, sentence) => {
    const before = snapshot(out);
    expect(await refusalOf(train(out, '--resume', ...more))).toContain(sentence);
    expect(snapshot(out)).toBe(before);
  });

  it('is refused with another task, and stays as it was', async () => {
    const before = snapshot(out);
    const sentence = await refusalOf(['train', '--task', 'transpile', '--out', out, '--resume']);
    expect(sentence).toContain('The run to resume is of the task "addition", not of "transpile".');
    expect(snapshot(out)).toBe(before);
  });

  it('is refused with another base, and stays as it was', async () => {
    const another = at('another.safetensors');
    writeFileSync(another, readFileSync(runFiles(straight).model));
    const before = snapshot(out);
    expect(await refusalOf(train(out, '--resume', '--base', another))).toContain(
      `The run to resume was started from another base than ${another}.`,
    );
    expect(snapshot(out)).toBe(before);
  });

  it('is refused without --resume, and stays as it was', async () => {
    const before = snapshot(out);
    expect(await refusalOf(train(out))).toContain('is not empty and is not overwritten');
    expect(snapshot(out)).toBe(before);
  });

  it.each([
    ['state.safetensors', 'was cut off'],
    ['history.jsonl', 'history.jsonl is damaged'],
    ['clock.json', 'clock.json is damaged: it must be {"wall_seconds":…}.'],
  ])('is refused with a sentence if its %s was damaged', async (name, sentence) => {
    const path = join(out, name);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, Math.max(1, whole.length - 50)));
    const before = snapshot(out);
    expect(await refusalOf(train(out, '--resume'))).toContain(sentence);
    expect(snapshot(out)).toBe(before);
    writeFileSync(path, whole);
  });

  it('goes on with the base and the options it was saved with, if it is told no others, and with the clock', async () => {
    const { clock } = runFiles(out);
    expect(JSON.parse(readFileSync(clock, 'utf8'))).toEqual({ wall_seconds: expect.any(Number) as number });
    const longBefore = 1e6;
    writeFileSync(clock, JSON.stringify({ wall_seconds: longBefore }));
    expect(await lab('train', '--task', 'addition', '--out', out, '--resume')).toMatchObject({ status: 0 });
    expect(results(out)).toEqual(results(straight));
    const run = JSON.parse(readFileSync(runFiles(out).run, 'utf8')) as Record<string, unknown>;
    expect(run).toMatchObject({ resumed: true, base: readCheckpoint(readFileSync(base)).origin });
    expect(run.wall_seconds).toBeGreaterThan(longBefore);
    expect(existsSync(clock)).toBe(false);
  });

  it('that has finished is refused with a sentence, and stays as it was', async () => {
    const before = snapshot(straight);
    expect(await refusalOf(train(straight))).toContain('is not empty and is not overwritten');
    expect(await lab(...train(straight, '--resume'))).toMatchObject(oneSentence);
    expect(snapshot(straight)).toBe(before);
  });

  it('in a folder with files of another kind is refused, and they stay as they were', async () => {
    const foreign = at('foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'model.safetensors'), 'mine');
    const before = snapshot(foreign);
    expect(await refusalOf(train(foreign))).toContain('is not empty and is not overwritten');
    expect(await refusalOf(train(foreign, '--resume'))).toContain('holds model.safetensors, but no state of a run to resume');
    expect(snapshot(foreign)).toBe(before);
  });
});
