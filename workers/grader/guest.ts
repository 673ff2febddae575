import { Intrinsics } from 'quickjs-wasi';
import { harness } from './harness.ts';
import { limits } from './limits.ts';
import type { Outputs } from './outputs.ts';

/** Clocks, observable garbage collection and web functions stay out; the rest is the plain language. */
const intrinsics =
  Intrinsics.ALL & ~(Intrinsics.DATE | Intrinsics.PERFORMANCE | Intrinsics.WEAK_REF | Intrinsics.DOM_EXCEPTION | Intrinsics.ATOB_BTOA);

const compileOnly = 1 << 5;

/** The C interface of the compiled engine, as far as it is used. Values are passed as pointers to boxed JSValues. */
interface Engine {
  memory: WebAssembly.Memory;
  __stack_pointer: WebAssembly.Global;
  _initialize(): void;
  qjs_init2(intrinsics: number): number;
  qjs_set_memory_limit(bytes: number): void;
  qjs_set_max_stack_size(bytes: number): void;
  qjs_set_interrupt_handler(enable: number): void;
  qjs_eval(text: number, length: number, fileName: number, flags: number): number;
  qjs_call(callee: number, self: number, count: number, args: number): number;
  qjs_new_string(text: number, length: number): number;
  qjs_get_undefined(): number;
  qjs_get_string_len(value: number, lengthOut: number): number;
  qjs_is_exception(value: number): number;
  wasm_malloc(bytes: number): number;
}

const encoder = new TextEncoder();
// A byte order mark is part of a program's answer like any other character.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * One instance of QuickJS with the harness inside, and the bytes of its memory before any program ran. Nothing it imports does
 * anything: clock and random source are constant, writes go nowhere, no module can be loaded and no host function exists.
 */
export class Guest {
  private readonly engine: Engine;
  private readonly entry: number;
  private readonly self: number;
  private readonly stackTop: number;
  private readonly pristine: Uint8Array;
  private bytes: Uint8Array;
  private interruptsLeft = 0;
  private interrupted = false;
  private trapped = false;

  /** @throws if the engine does not start. */
  constructor(module: WebAssembly.Module) {
    const { exports } = new WebAssembly.Instance(module, this.imports());
    const engine = (this.engine = exports as unknown as Engine);
    this.bytes = new Uint8Array(engine.memory.buffer);
    engine._initialize();
    if (engine.qjs_init2(intrinsics) !== 0) throw new Error('The JavaScript sandbox did not start.');
    engine.qjs_set_memory_limit(limits.memory);
    engine.qjs_set_max_stack_size(limits.stack);
    engine.qjs_set_interrupt_handler(1);
    this.interruptsLeft = limits.interrupts(1);
    this.entry = this.evaluate(harness, 0);
    this.self = engine.qjs_get_undefined();
    if (engine.qjs_is_exception(this.entry)) throw new Error('The harness of the JavaScript sandbox did not load.');
    // The linker puts the stack below everything else, so what lies above it is all there is to put back: one range.
    this.stackTop = engine.__stack_pointer.value as number;
    this.pristine = this.memory().slice(this.stackTop);
  }

  /** True once the instance must be dropped: it trapped, or its memory grew and is no longer laid out like a new one's. */
  get spent(): boolean {
    return this.trapped || this.memory().length !== this.stackTop + this.pristine.length;
  }

  /** Bytes put back after every program. */
  get snapshotSize(): number {
    return this.pristine.length;
  }

  /**
   * Runs one program from the pristine state.
   * @param text a script whose last statement is a parenthesised expression
   * @param inputs JSON array of argument lists
   * @param calls how many there are
   */
  run(text: string, inputs: string, calls: number): Outputs {
    this.interruptsLeft = limits.interrupts(calls);
    this.interrupted = false;
    const { engine } = this;
    try {
      const args = engine.wasm_malloc(8);
      const textValue = this.newString(text);
      const inputsValue = this.newString(inputs);
      if (args === 0 || textValue === 0 || inputsValue === 0) return '!memory';
      const words = new Uint32Array(this.memory().buffer, args, 2);
      words[0] = textValue;
      words[1] = inputsValue;
      const result = engine.qjs_call(this.entry, this.self, 2, args);
      // Past the harness's own catch come only an interrupt, which no program can catch, and a failed allocation.
      if (engine.qjs_is_exception(result)) return this.interrupted ? '!budget' : '!memory';
      return this.readString(result) ?? '!memory';
    } catch (trap) {
      if (!(trap instanceof RangeError || trap instanceof WebAssembly.RuntimeError)) throw trap;
      this.trapped = true;
      return '!trap';
    }
  }

  /** Whether a text parses as a script. Nothing of it is run. */
  parses(text: string): boolean {
    this.interruptsLeft = limits.interrupts(1);
    try {
      return !this.engine.qjs_is_exception(this.evaluate(text, compileOnly));
    } catch (trap) {
      if (!(trap instanceof RangeError || trap instanceof WebAssembly.RuntimeError)) throw trap;
      this.trapped = true;
      return false;
    }
  }

  /** Puts memory back, byte for byte, to what it was before the first program. */
  reset(): void {
    this.memory().set(this.pristine, this.stackTop);
    this.engine.__stack_pointer.value = this.stackTop;
  }

  private evaluate(text: string, flags: number): number {
    const { address, length } = this.write(text);
    const fileName = this.write('').address;
    return this.engine.qjs_eval(address, length, fileName, flags);
  }

  /** @returns a boxed string, or 0 if there is no memory for it. */
  private newString(text: string): number {
    const { address, length } = this.write(text);
    if (address === 0) return 0;
    const value = this.engine.qjs_new_string(address, length);
    return this.engine.qjs_is_exception(value) ? 0 : value;
  }

  /** Copies a text into guest memory, with a NUL behind it. Nothing frees it: the reset does. */
  private write(text: string): { address: number; length: number } {
    const room = 3 * text.length;
    const address = this.engine.wasm_malloc(room + 1);
    if (address === 0) return { address, length: 0 };
    const bytes = this.memory();
    const { written } = encoder.encodeInto(text, bytes.subarray(address, address + room));
    bytes[address + written] = 0;
    return { address, length: written };
  }

  private readString(value: number): string | null {
    const lengthOut = this.engine.wasm_malloc(4);
    if (lengthOut === 0) return null;
    const address = this.engine.qjs_get_string_len(value, lengthOut);
    if (address === 0) return null;
    const bytes = this.memory();
    const length = new Uint32Array(bytes.buffer, lengthOut, 1)[0];
    return decoder.decode(bytes.subarray(address, address + length));
  }

  /** All of guest memory; the view is renewed when growing has detached it. */
  private memory(): Uint8Array {
    if (this.bytes.buffer !== this.engine.memory.buffer) this.bytes = new Uint8Array(this.engine.memory.buffer);
    return this.bytes;
  }

  private imports(): WebAssembly.Imports {
    const nothing = (): number => 0;
    const badFile = (): number => 8;
    return {
      env: {
        host_interrupt: () => {
          this.interrupted = --this.interruptsLeft < 0;
          return this.interrupted ? 1 : 0;
        },
        host_call: nothing,
        host_get_timezone_offset: nothing,
        host_module_load: nothing,
        host_module_normalize: nothing,
        host_promise_rejection: nothing,
      },
      wasi_snapshot_preview1: {
        clock_time_get: (_clock: number, _precision: bigint, timeOut: number) => {
          new DataView(this.engine.memory.buffer).setBigUint64(timeOut, 0n, true);
          return 0;
        },
        random_get: (address: number, length: number) => {
          new Uint8Array(this.engine.memory.buffer, address, length).fill(0);
          return 0;
        },
        fd_close: badFile,
        fd_fdstat_get: badFile,
        fd_seek: badFile,
        fd_write: badFile,
      },
    };
  }
}
