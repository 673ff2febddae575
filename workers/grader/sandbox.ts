import { refusedText, staysInBrackets } from './gate.ts';
import { Guest } from './guest.ts';
import type { Outputs } from './outputs.ts';

/** Programs between two canaries. */
const canaryInterval = 128;

/** Touches parsing, arithmetic, strings, arrays and exceptions; anything left over from an earlier program should show in it. */
const canary = {
  text: '(x=>{try{return [x,x*x].map(y=>y+1).join("-")+typeof k+Object.keys({}).length}catch{return 0}}\n)',
  inputs: '[[2],[-3]]',
  outputs: '"3-5undefined0"\n"-2-10undefined0"\n',
};

/**
 * Runs programs one after the other so that none can tell what ran before it: memory is put back after each, and an instance that
 * trapped, grew, or gives the canary another answer is thrown away.
 */
export class Sandbox {
  private guest: Guest;
  private sinceCanary = 0;
  private rebuilds = 0;

  /** @throws if the engine does not start or its first answers are wrong. */
  constructor(private readonly module: WebAssembly.Module) {
    this.guest = new Guest(module);
    if (!this.canarySings()) throw new Error('The JavaScript sandbox gives wrong answers here; programs cannot be graded.');
  }

  /** How many instances were thrown away so far. */
  get rebuilt(): number {
    return this.rebuilds;
  }

  /**
   * Runs one program on all its inputs. Never throws because of the program.
   * @param source one function expression
   * @param inputs JSON array of argument lists
   * @param calls how many there are
   * @param prelude a script that comes before the program, in one scope with it; lines are counted from its first
   */
  run(source: string, inputs: string, calls: number, prelude = ''): Outputs {
    const refused = refusedText(source) ?? refusedText(prelude);
    if (refused !== null) return refused;
    const before = prelude && `${prelude}\n;`;
    const outputs = this.escapes(source) ? '!rejected: expression' : this.guest.run(`${before}(${source}\n)`, inputs, calls);
    this.restore();
    if (++this.sinceCanary >= canaryInterval && !this.canarySings()) this.rebuild();
    return outputs;
  }

  /** `x=>x);(x=>x` parses between parentheses, but not as one expression: it closes ours and opens others. */
  private escapes(source: string): boolean {
    return !staysInBrackets(source) && !this.parses(`[${source}\n]`) && this.parses(`(${source}\n)`);
  }

  private parses(text: string): boolean {
    const parses = this.guest.parses(text);
    this.restore();
    return parses;
  }

  private canarySings(): boolean {
    this.sinceCanary = 0;
    const outputs = this.guest.run(canary.text, canary.inputs, 2);
    this.restore();
    return outputs === canary.outputs;
  }

  private restore(): void {
    if (this.guest.spent) this.rebuild();
    else this.guest.reset();
  }

  private rebuild(): void {
    this.rebuilds++;
    this.guest = new Guest(this.module);
  }
}
