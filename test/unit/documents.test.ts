import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/setup.mjs';

/** A file of this repository as a text names it; one in capitals stands for many. */
const filePath = /\b(?:cli|docs|public|scripts|src|test|workers)\/(?:[\w.-]+\/)*(?![A-Z]+\.json)[\w.-]+\.(?:css|js|json|mjs|svelte|ts)\b/g;

describe('the documents', () => {
  // The log tells of files that came and went.
  const documents = [
    'README.md',
    ...readdirSync(join(root, 'docs'))
      .filter((name) => name.endsWith('.md') && name !== 'LOG.md')
      .map((name) => `docs/${name}`),
  ];

  it.each(documents)('%s names files that are there', (name) => {
    const named = readFileSync(join(root, name), 'utf8').match(filePath) ?? [];
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
