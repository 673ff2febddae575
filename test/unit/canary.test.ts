/** The checkers are checked: each must report the fault planted for it in test/canary, and only that one. */
import { spawnSync } from 'node:child_process';
import { ESLint, Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { root, toolPath } from '../../scripts/setup.mjs';

describe('the planted errors', () => {
  it('are reported by svelte-check, in a module and inside a template', () => {
    const options = ['--workspace', 'test/canary', '--tsconfig', 'tsconfig.json', '--threshold', 'warning', '--fail-on-warnings'];
    const { status, stdout } = spawnSync(process.execPath, [toolPath('svelte-check'), ...options, '--output', 'machine'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(status).not.toBe(0);
    expect(stdout.match(/ERROR .*/g)?.sort()).toEqual([
      expect.stringMatching(/"Planted\.svelte" 7:.*toUpperCase/),
      expect.stringMatching(/"planted\.ts" 2:.*Type 'string' is not assignable to type 'number'/),
    ]);
  });

  it('are reported by eslint', async () => {
    const linter = new ESLint({ cwd: root, ignore: false });
    const results = await linter.lintFiles(['test/canary/planted.ts', 'test/canary/Planted.svelte']);
    const found = results.flatMap(({ filePath, messages }) => messages.map(({ ruleId }) => `${filePath.split('/').at(-1)}: ${ruleId}`));
    expect(found.sort()).toEqual(['Planted.svelte: svelte/require-each-key', 'planted.ts: eqeqeq']);
  });
});

describe('the walls between the rooms', () => {
  const cases = [
    { file: 'src/lab/x.ts', line: "import { train } from '../../workers/methods/train.ts';", allowed: false },
    { file: 'src/lab/x.ts', line: "export { train } from '../../workers/methods/train.ts';", allowed: false },
    { file: 'src/lab/x.ts', line: "void import('../../workers/model/transformer.ts');", allowed: false },
    { file: 'src/lab/x.ts', line: "import * as tf from '@tensorflow/tfjs-core';", allowed: false },
    { file: 'src/lab/x.ts', line: "import { methods } from '../../workers/protocol.ts';", allowed: true },
    { file: 'src/lab/x.ts', line: "import { wilson } from '../../workers/measures/intervals.ts';", allowed: true },
    { file: 'src/lab/x.ts', line: "import { readHash } from '../state/hash.ts';", allowed: true },
    { file: 'workers/model/x.ts', line: "import { store } from '../../src/state/store.ts';", allowed: false },
    { file: 'workers/model/x.ts', line: "void import('../../cli/lab.ts');", allowed: false },
    { file: 'workers/kernels/x.ts', line: "import { rewards } from '../methods/table.ts';", allowed: false },
    { file: 'workers/tasks/x.ts', line: "import { matMul } from '../kernels/matMul.ts';", allowed: false },
    { file: 'workers/tasks/x.ts', line: "import { uniform } from '../model/random.ts';", allowed: true },
  ];

  it.each(cases)('in $file: $line (allowed: $allowed)', async ({ file, line, allowed }) => {
    const config = (await new ESLint({ cwd: root }).calculateConfigForFile(file)) as Linter.Config;
    const walls = ['no-restricted-imports', 'no-restricted-syntax'] as const;
    const rules = Object.fromEntries(walls.map((name) => [name, config.rules?.[name]]));
    const messages = new Linter().verify(line, { rules });
    expect(messages.map((message) => message.message)).toHaveLength(allowed ? 0 : 1);
    expect(messages.every((message) => walls.some((name) => name === message.ruleId))).toBe(true);
  });
});
