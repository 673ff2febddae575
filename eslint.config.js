import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * Imports, re-exports and `import()` of any path the pattern matches are errors that say why.
 * @param {{ path: string, why: string }[]} rules
 * @returns {import('eslint').Linter.RulesRecord}
 */
function forbidImports(...rules) {
  return {
    'no-restricted-imports': ['error', { patterns: rules.map(({ path, why }) => ({ regex: path, message: why })) }],
    'no-restricted-syntax': [
      'error',
      ...rules.map(({ path, why }) => ({ selector: `ImportExpression > Literal[value=/${path.replaceAll('/', '\\/')}/]`, message: why })),
    ],
  };
}

const walls = {
  src: [
    {
      path: '(^|/)workers/(?!(protocol|measures/[^/]+)\\.ts$)',
      why: 'The page knows the workers by workers/protocol.ts and the pure functions of workers/measures only.',
    },
    { path: '(^|/)(cli|test|scripts)/', why: 'The page does not reach into the command line, the tests or the scripts.' },
    { path: '^@tensorflow/', why: 'No tensors on the main thread.' },
  ],
  workers: [
    { path: '(^|/)(src|cli|test|scripts)/', why: 'The workers run headless as well: they know neither the page nor the command line.' },
  ],
};

const noRewards = { path: '(^|/)(methods|tasks|grader)/', why: 'Nothing in kernels knows what a reward is.' };
const noGpu = { path: '(^|/)(kernels|methods)/|^@tensorflow/', why: 'Nothing in tasks knows there is a GPU.' };

export default defineConfig(
  {
    ignores: [
      'dist/',
      'public/',
      'runs/',
      'test-results/',
      // AssemblyScript has its own compiler.
      'workers/kernels/wasm/assembly/',
      '**/*.wasm.ts',
      // Planted errors, which test/unit/canary.test.ts lints by name.
      'test/canary/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [ts.configs.recommended],
    rules: {
      // The compiler knows which names exist.
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.recommendedTypeCheckedOnly],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
    rules: {
      // An async method without an await is how an interface across the door is implemented.
      '@typescript-eslint/require-await': 'off',
      // Stock operations return a Tensor of any rank; saying the rank as an assertion reads as what it is.
      '@typescript-eslint/no-unnecessary-type-assertion': [
        'error',
        { typesToIgnore: ['Scalar', 'Tensor', 'Tensor1D', 'Tensor2D', 'Tensor3D', 'Tensor4D'].flatMap((name) => [name, `tf.${name}`]) },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  // After the TypeScript rules, whose parser would otherwise read components.
  svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: globals.nodeBuiltin } },
  { rules: { eqeqeq: ['error', 'always', { null: 'ignore' }] }, linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { files: ['src/**'], rules: forbidImports(...walls.src) },
  { files: ['workers/**'], rules: forbidImports(...walls.workers) },
  { files: ['workers/kernels/**'], rules: forbidImports(...walls.workers, noRewards) },
  { files: ['workers/tasks/**'], rules: forbidImports(...walls.workers, noGpu) },
);
