/**
 * The only code of ours inside the sandbox. It captures every primordial it needs before an untrusted program runs, and afterwards
 * touches nothing that program could have changed: index loops, typeof, string concatenation, and the captured functions. A returned
 * object is never looked into, so no getter, toString, toJSON or Proxy trap of a result ever runs.
 *
 * It is called with the program's text and a JSON array of argument lists, and answers with one line per call (see `outputs.ts`),
 * ended by a `!` line if something stopped it. An exception is asked for its prototype only; a Proxy that answers falsely can
 * change the wording of its own failure and nothing else.
 */
export const harness = `(() => {
  'use strict';
  const evaluate = eval, parse = JSON.parse, quote = JSON.stringify, apply = Reflect.apply, prototypeOf = Reflect.getPrototypeOf;
  const outOfMemory = InternalError.prototype, syntax = SyntaxError.prototype;
  const longest = 65536;
  Error.stackTraceLimit = 0;

  const stop = (thrown, evaluating) => {
    let prototype = null;
    try {
      if (typeof thrown === 'object' && thrown !== null) prototype = prototypeOf(thrown);
    } catch {}
    if (prototype === outOfMemory) return '!memory';
    if (!evaluating) return '!threw';
    return prototype === syntax ? '!syntax' : '!threw early';
  };

  const encode = (value) => {
    switch (typeof value) {
      case 'number':
        return value === 0 && 1 / value < 0 ? '-0' : '' + value;
      case 'string':
        return value.length > longest ? 'string' : quote(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'object':
        return value === null ? 'null' : 'object';
      default:
        return typeof value;
    }
  };

  return (text, inputs) => {
    const calls = parse(inputs);
    const count = calls.length;
    let program;
    try {
      program = evaluate(text);
    } catch (thrown) {
      return stop(thrown, true);
    }
    if (typeof program !== 'function') return '!no function';
    let outputs = '';
    for (let i = 0; i < count; i++) {
      let value;
      try {
        value = apply(program, undefined, calls[i]);
      } catch (thrown) {
        return outputs + stop(thrown, false);
      }
      outputs += encode(value) + '\\n';
    }
    return outputs;
  };
})()`;
