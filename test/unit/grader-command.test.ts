import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gradeCommand } from '../../cli/grade.ts';

let folder: string;
let said: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grade-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const line = (id: string | number, source: string, ...tests: [args: unknown[], expected: unknown][]): string =>
  JSON.stringify({ id, source, tests: tests.map(([args, expected]) => ({ args, expected })) });

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const out = (): string => join(folder, 'out.jsonl');
const results = (text: string): { id: unknown; verdict: string; detail: string }[] =>
  text
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row) as { id: unknown; verdict: string; detail: string });

const good = line('good', '(a,b)=>a+b', [[1, 2], 3], [[-1, 1], 0]);

describe('lab grade', () => {
  it('gives every verdict, in the order of input', async () => {
    const input = [
      good,
      line(7, 'x=>x', [[1], 2]),
      line('throws', 'x=>{throw 1}', [[1], 1]),
      line('loops', 'x=>{for(;;);}', [[1], 1]),
      line('eats', "x=>'a'.repeat(2**28)", [[1], 1]),
      '',
      line('two', 'x=>x);(x=>x', [[1], 1]),
      line('two', "x=>'\u2028'", [[1], '\u2028']),
    ];
    expect(await gradeCommand([file('in.jsonl', input.join('\r\n')), '--out', out()])).toBe(0);
    expect(results(readFileSync(out(), 'utf8'))).toEqual([
      { id: 'good', verdict: 'pass', detail: 'returned 3, 0' },
      { id: 7, verdict: 'fail', detail: 'returned 1 on (1)' },
      { id: 'throws', verdict: 'error', detail: 'threw on (1)' },
      { id: 'loops', verdict: 'timeout', detail: 'ran out of instructions' },
      { id: 'eats', verdict: 'memory', detail: 'ran out of memory' },
      { id: 'two', verdict: 'rejected', detail: 'the text is not a single expression' },
      { id: 'two', verdict: 'pass', detail: 'returned "\u2028"' },
    ]);
    expect(readdirSync(folder).sort()).toEqual(['in.jsonl', 'out.jsonl']);
    expect(said).toBe('');
  });

  it('keeps the order over many batches', async () => {
    const input = Array.from({ length: 5000 }, (_, i) => line(i, `x=>x+${i % 17}`, [[1], 1 + (i % 13)]));
    expect(await gradeCommand([file('in.jsonl', input.join('\n') + '\n'), '--out', out()])).toBe(0);
    const grades = results(readFileSync(out(), 'utf8'));
    expect(grades.map(({ id }) => id)).toEqual(input.map((_, i) => i));
    expect(grades.map(({ verdict }) => verdict)).toEqual(input.map((_, i) => (i % 17 === i % 13 ? 'pass' : 'fail')));
  });

  it.each([
    ['nonsense', 'Line 2 is not JSON'],
    ['[1]', 'Line 2 is not an object'],
    ['{"id":1,"tests":[]}', 'Line 2 has nothing as "source"'],
    ['{"source":"x=>x","tests":[]}', 'Line 2 has nothing as "id"'],
    ['{"id":1,"source":"x=>x","tests":[]}', 'Line 2 has [] as "tests"'],
    ['{"id":1,"source":"x=>x","tests":[{"args":1,"expected":1}]}', 'Line 2 has {"args":1,"expected":1} as test 1'],
    ['{"id":1,"source":"x=>x","tests":[{"args":[1]}]}', 'Line 2 has {"args":[1]} as test 1'],
    [`{"id":1,"source":"x=>x","tests":[{"args":[${'['.repeat(99)}${']'.repeat(99)}],"expected":1}]}`, 'Line 2 cannot be graded.'],
  ])('refuses the line %s in one sentence, and leaves no file', async (bad, sentence) => {
    expect(await gradeCommand([file('in.jsonl', [good, bad, good].join('\n')), '--out', out()])).toBe(1);
    expect(said).toContain(sentence);
    expect(said.trimEnd().split('\n')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['in.jsonl']);
  });

  it('never overwrites a file', async () => {
    file('out.jsonl', 'precious');
    expect(await gradeCommand([file('in.jsonl', good), '--out', out()])).toBe(1);
    expect(said).toContain('exists and is not overwritten');
    expect(readFileSync(out(), 'utf8')).toBe('precious');
  });

  it.each<[string[], string]>([
    [['--loud'], 'no option "--loud"'],
    [['a', 'b'], 'got "a" and "b"'],
    [['a', '--out'], '--out needs a value; got nothing'],
    [['a', '--out='], '--out is missing: name the file for the results'],
    [['a', '--out', '--loud'], '--out needs a value; got "--loud"'],
    [['a', '--out', 'b', '--out', 'c'], '--out is given twice'],
    [['/nowhere/in.jsonl'], 'There is no file /nowhere/in.jsonl.'],
    [[tmpdir()], 'is a folder; name a file in it.'],
  ])('refuses %j in one sentence', async (argv, sentence) => {
    expect(await gradeCommand(argv)).toBe(1);
    expect(said).toContain(sentence);
    expect(said.trimEnd().split('\n')).toHaveLength(1);
  });

  it('writes no file over one that came to exist while it graded, and keeps the results', async () => {
    const path = file('in.jsonl', good);
    const grading = gradeCommand([path, '--out', out()]);
    await vi.waitUntil(() => readdirSync(folder).some((name) => name.startsWith('out.jsonl.unfinished')), { interval: 1 });
    file('out.jsonl', 'precious');
    expect(await grading).toBe(1);
    expect(readFileSync(out(), 'utf8')).toBe('precious');
    const kept = readdirSync(folder).find((name) => name.includes('unfinished')) ?? '';
    expect(said).toContain(`the results are in ${join(folder, kept)}.`);
    expect(results(readFileSync(join(folder, kept), 'utf8'))).toMatchObject([{ id: 'good', verdict: 'pass' }]);
  });

  it('refuses to write where there is no folder', async () => {
    expect(await gradeCommand([file('in.jsonl', good), '--out', join(folder, 'no', 'out.jsonl')])).toBe(1);
    expect(said).toContain('cannot be written');
  });

  it('reads standard input, writes standard output, and ends', async () => {
    const command = fileURLToPath(new URL('../../cli/grade.ts', import.meta.url));
    const script = `import { gradeCommand } from ${JSON.stringify(command)}; process.exitCode = await gradeCommand([]);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    let written = '';
    child.stdout.on('data', (chunk) => (written += String(chunk)));
    child.stdin.end(`${good}\n${line(2, 'x=>-0', [[1], 0])}\n`);
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(results(written)).toEqual([
      { id: 'good', verdict: 'pass', detail: 'returned 3, 0' },
      { id: 2, verdict: 'fail', detail: 'returned -0 on (1)' },
    ]);
  });
});
