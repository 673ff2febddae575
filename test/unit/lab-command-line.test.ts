import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { labCommand } from '../../cli/commandLine.ts';

it('a command that was given plain words is told as it was typed', () => {
  const argv = ['--task', 'addition', '--set', 'alpha=-1.5', '--out', '../runs/a_b@2'];
  expect(labCommand('train', argv)).toBe('npm run lab -- train --task addition --set alpha=-1.5 --out ../runs/a_b@2');
});

it.each([['my runs/first'], ["Ann's"], ['$HOME'], ['`id`'], ['a;b'], ['~'], ['*'], ['two\nlines'], ['back\\slash'], ['"'], ['é'], ['']])(
  'a command that was given %j can be pasted into a shell, which reads the same word',
  (word) => {
    const pasted = labCommand('train', ['--out', word, '--resume']).replace('npm run lab --', String.raw`printf '%s\0'`);
    expect(execFileSync('sh', ['-c', pasted], { encoding: 'utf8' })).toBe(['train', '--out', word, '--resume', ''].join('\0'));
  },
);
