import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { longestSource } from '../../workers/grader/gate.ts';
import { Guest } from '../../workers/grader/guest.ts';
import { encodeInputs } from '../../workers/grader/inputs.ts';
import { limits } from '../../workers/grader/limits.ts';
import { Sandbox } from '../../workers/grader/sandbox.ts';
import { hostileCorpus } from './hostile-corpus.ts';

/** The globals of ECMAScript, without clocks and without what makes garbage collection visible. */
const plainLanguage =
  'Object Function Error EvalError RangeError ReferenceError SyntaxError TypeError URIError InternalError AggregateError SuppressedError ' +
  'Iterator Array parseInt parseFloat isNaN isFinite queueMicrotask decodeURI decodeURIComponent encodeURI encodeURIComponent escape ' +
  'unescape Infinity NaN undefined eval Number Boolean String Math Reflect Symbol DisposableStack globalThis BigInt RegExp JSON Proxy ' +
  'Map Set WeakMap WeakSet ArrayBuffer SharedArrayBuffer Uint8ClampedArray Int8Array Uint8Array Int16Array Uint16Array Int32Array ' +
  'Uint32Array BigInt64Array BigUint64Array Float16Array Float32Array Float64Array DataView Promise AsyncDisposableStack';

let module: WebAssembly.Module;
let sandbox: Sandbox;

beforeAll(() => {
  module = new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm')));
  sandbox = new Sandbox(module);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const once = (source: string, on = sandbox): string => on.run(source, '[[]]', 1);

describe('the guest', () => {
  it('offers the plain language and nothing else', () => {
    const names = JSON.parse(JSON.parse(once('()=>JSON.stringify(Object.getOwnPropertyNames(globalThis))')) as string) as string[];
    expect(names.toSorted()).toEqual(plainLanguage.split(' ').toSorted());
  });

  it('imports only functions that do nothing, a constant clock and a constant random source', () => {
    const wanted = WebAssembly.Module.imports(module).map(({ name }) => name);
    expect(wanted.sort()).toEqual(
      [
        ...[
          'host_call',
          'host_get_timezone_offset',
          'host_interrupt',
          'host_module_load',
          'host_module_normalize',
          'host_promise_rejection',
        ],
        ...['clock_time_get', 'fd_close', 'fd_fdstat_get', 'fd_seek', 'fd_write', 'random_get'],
      ].sort(),
    );
  });

  it('puts back less than half a mebibyte after a program', () => {
    expect(new Guest(module).snapshotSize).toBeLessThan(2 ** 19);
  });

  it('draws the same random numbers for every program and in every instance', () => {
    const source = '()=>Math.random()+","+Math.random()';
    expect(once(source)).toBe(once(source));
    expect(once(source)).toBe(once(source, new Sandbox(module)));
  });

  it('is not told the expected answers', () => {
    const tests = [{ args: [17], expected: 'the secret answer' }];
    expect(encodeInputs(tests)).toBe('[[17]]');
  });
});

describe('a program', () => {
  it('receives its arguments exactly', () => {
    const args = [
      -0,
      1e21,
      5e-324,
      Infinity,
      -Infinity,
      'é\u2028\ud83d\ude00\ud800"\\\n',
      null,
      true,
      [[]],
      { a: { __proto__: null, b: [0] } },
    ];
    const source =
      '(...a)=>Object.is(a[0],-0)&&a[1]===1e21&&a[2]===5e-324&&a[3]===1/0&&a[4]===-1/0' +
      "&&a[5]==='\\xe9\\u2028\\ud83d\\ude00\\ud800\"\\\\\\n'&&a[6]===null&&a[7]===true&&a[8][0].length===0&&a[9].a.b[0]===0";
    expect(sandbox.run(source, encodeInputs([{ args, expected: true }]), 1)).toBe('true\n');
  });

  it.each([
    ['-0', '-0'],
    ['0/0', 'NaN'],
    ['1e21', '1e+21'],
    ['5e-324', '5e-324'],
    ['-1/0', '-Infinity'],
    ["'a\\n\\u0000\"'", '"a\\n\\u0000\\""'],
    ["'\\ud800'", '"\\ud800"'],
    ["'\\ufeff'", '"\ufeff"'],
    ["'\\u{1f600}'", '"\u{1f600}"'],
    ['null', 'null'],
    ['undefined', 'undefined'],
    ['[1]', 'object'],
    ['()=>1', 'function'],
    ['Symbol()', 'symbol'],
    ['1n', 'bigint'],
    ["'a'.repeat(65537)", 'string'],
  ])('that returns %s is heard to return %s', (value, line) => {
    expect(once(`()=>(${value})`)).toBe(`${line}\n`);
  });

  it('prints numbers as JavaScript does', () => {
    const numbers = Array.from({ length: 2000 }, (_, i) => Math.sin(i) * 10 ** ((i % 600) - 300));
    const outputs = sandbox.run('x=>x', encodeInputs(numbers.map((x) => ({ args: [x], expected: x }))), numbers.length);
    expect(outputs).toBe(numbers.map((x) => `${x}\n`).join(''));
  });

  it('is called once per test, on arguments of its own', () => {
    expect(sandbox.run('(n=>a=>a.push(9)*10+n++)(0)', '[[[]],[[]],[[1]]]', 3)).toBe('10\n11\n22\n');
  });

  it('may be as long as the limit and no longer', () => {
    const filler = (length: number): string => '()=>1' + ' '.repeat(length - 5);
    expect(once(filler(longestSource))).toBe('1\n');
    expect(once(filler(longestSource + 1))).toBe('!rejected: long');
  });

  it.each(["x=>'('+/[)]/.source+`)`", 'x=>x/*)*/', 'x=>x//)', 'x=>x<!--)', 'x=>(({a:[x]}))', '/* ( */ x=>x', 'x=>x--,x=>x'])(
    'with brackets that close nothing of ours is run: %s',
    (source) => {
      expect(sandbox.run(source, '[[1]]', 1)).not.toMatch(/^!/);
    },
  );
});

describe('the instruction budget', () => {
  const loop = (turns: number): string => `()=>{for(let i=0;i<${turns};i++);return 1}`;
  const stops = (turns: number, on = sandbox): boolean => once(loop(turns), on) === '!budget';

  const boundary = (): number => {
    let within = 1;
    let beyond = 1e7;
    while (beyond - within > 1) {
      const middle = (within + beyond) >> 1;
      if (stops(middle)) beyond = middle;
      else within = middle;
    }
    return within;
  };

  it('stops the same program at the same turn every time, whatever ran before and in whichever instance', () => {
    const last = boundary();
    const fresh = new Sandbox(module);
    const between = ['()=>1', loop(1e7), '()=>{throw 1}', "()=>'a'.repeat(1e8)", '()=>(', '()=>[1,2,3].map(x=>x*x).join()'];
    for (let i = 0; i < 60; i++) {
      for (const on of [sandbox, fresh]) {
        once(between[i % between.length], on);
        expect(stops(last, on)).toBe(false);
        once(between[(i * 5 + 1) % between.length], on);
        expect(stops(last + 1, on)).toBe(true);
      }
    }
  });

  it('grows with the number of tests', () => {
    expect(limits.interrupts(8)).toBeGreaterThan(limits.interrupts(1));
  });
});

describe('the sandbox', () => {
  const harmless = hostileCorpus.filter((hostile) => !hostile.native);
  const runAll = (on: Sandbox, programs: typeof harmless): string[] =>
    programs.map(({ source, tests }) => on.run(source, encodeInputs(tests), tests.length));

  it('gives every program the same outputs whatever ran before it', () => {
    const forwards = runAll(new Sandbox(module), harmless);
    const backwards = runAll(new Sandbox(module), harmless.toReversed());
    expect(backwards.toReversed()).toEqual(forwards);
  });

  it('lets no program touch the thread it runs in', () => {
    const touched: string[] = [];
    for (const name of ['fetch', 'WebSocket', 'XMLHttpRequest', 'postMessage', 'close', 'importScripts', 'BroadcastChannel', 'Worker']) {
      vi.stubGlobal(name, () => touched.push(name));
    }
    vi.spyOn(process.stdout, 'write').mockImplementation(() => touched.push('stdout') > 0);
    vi.spyOn(process.stderr, 'write').mockImplementation(() => touched.push('stderr') > 0);
    vi.spyOn(process, 'exit').mockImplementation(() => {
      throw new Error('exit');
    });
    const before = Object.getOwnPropertyNames(globalThis).length;
    runAll(sandbox, harmless);
    expect(touched).toEqual([]);
    expect(Object.getOwnPropertyNames(globalThis)).toHaveLength(before);
  });

  it('drops an instance that grew or trapped, and only such', () => {
    const own = new Sandbox(module);
    for (let i = 0; i < 300; i++) once(`()=>${i}`, own);
    expect(own.rebuilt).toBe(0);
    once("()=>{const c=[];for(;;)c.push('x'.repeat(9999))}", own);
    expect(own.rebuilt).toBe(1);
    expect(once('()=>1', own)).toBe('1\n');
  });

  it('notices by its canary when something is left over, and starts afresh', () => {
    const own = new Sandbox(module);
    vi.spyOn(Guest.prototype, 'reset').mockImplementation(() => undefined);
    once('()=>k=1', own);
    expect(once('()=>typeof k', own)).toBe('"number"\n');
    for (let i = 0; i < 128; i++) once('()=>1', own);
    expect(own.rebuilt).toBe(1);
    expect(once('()=>typeof k', own)).toBe('"undefined"\n');
  });

  it('refuses to start where its first answers are wrong', () => {
    vi.spyOn(Guest.prototype, 'run').mockReturnValue('"4"\n');
    expect(() => new Sandbox(module)).toThrow('wrong answers');
  });
});
